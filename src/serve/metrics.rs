//! What is counted, in the format of OpenMetrics, which Prometheus reads.

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::routes::Done;

/// Upper bounds of the histogram, in seconds.
const SECONDS: [f64; 14] = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];

/// A kind of request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Answered {
    pub(super) route: String,
    pub(super) status: u16,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Route {
    pub(super) route: String,
}

/// What is counted.
pub(super) struct Metrics {
    registry: Registry,
    pub(super) requests: Family<Answered, Counter>,
    pub(super) seconds: Family<Route, Histogram>,
    pub(super) in_flight: Gauge,
    pub(super) received: Counter,
    pub(super) sent: Counter,
    articles: Counter,
    paragraphs: Counter,
    queue: Gauge,
    held: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::with_prefix("oped"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            in_flight: Gauge::default(),
            received: Counter::default(),
            sent: Counter::default(),
            articles: Counter::default(),
            paragraphs: Counter::default(),
            queue: Gauge::default(),
            held: Gauge::default(),
        };
        metrics.register();
        metrics
    }

    /// Counts what was scored.
    pub(super) fn add(&self, done: &Done) {
        self.articles.inc_by(done.articles as u64);
        self.paragraphs.inc_by(done.paragraphs as u64);
    }

    /// All of it as text. `queue` and `held` are what they are now.
    pub(super) fn text(&self, queue: usize, held: usize) -> String {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        self.queue.set(number(queue));
        self.held.set(number(held));
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("http_requests", "Requests that were answered, by route and status", self.requests.clone());
        registry.register_with_unit(
            "http_request",
            "Time from the headers to the last byte of the answer",
            Unit::Seconds,
            self.seconds.clone(),
        );
        registry.register("http_requests_in_flight", "Requests that are being answered", self.in_flight.clone());
        registry.register_with_unit(
            "received",
            "Bytes of bodies received, as sent",
            Unit::Bytes,
            self.received.clone(),
        );
        registry.register_with_unit("sent", "Bytes of bodies sent", Unit::Bytes, self.sent.clone());
        registry.register("articles", "Articles scored or explained", self.articles.clone());
        registry.register("paragraphs", "Paragraphs scored or explained", self.paragraphs.clone());
        registry.register("queue", "Requests and lines that wait for a thread or have one", self.queue.clone());
        registry.register_with_unit("held", "Bytes of bodies and results in memory", Unit::Bytes, self.held.clone());
    }
}
