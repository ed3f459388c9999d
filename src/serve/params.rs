//! Where to serve, for whom, and how much.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::token::Token;

/// The port that is served by default.
const PORT: u16 = 8484;

/// Where to serve, for whom, and how much.
#[derive(Debug, Clone)]
pub struct ServeParams {
    /// The address; port 0 is any that is free.
    pub address: SocketAddr,
    /// Whether an address that other machines reach is meant. It needs a token, too.
    pub allow_remote: bool,
    /// Names of this server beside its address and `localhost`, such as that of a proxy.
    pub hosts: Vec<String>,
    /// What a client must know.
    pub token: Option<Token>,
    /// Threads that score.
    pub threads: usize,
    /// What is too much.
    pub limits: Limits,
}

impl Default for ServeParams {
    fn default() -> Self {
        ServeParams {
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), PORT),
            allow_remote: false,
            hosts: Vec::new(),
            token: None,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            limits: Limits::default(),
        }
    }
}

/// What is too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body, and of a line of many; after it was unpacked.
    pub body: usize,
    /// Bytes of all bodies and results that are held at once.
    pub memory: usize,
    /// Connections at once.
    pub connections: usize,
    /// Requests that wait for a thread.
    pub queue: usize,
    /// For the headers, and for the next request of a connection.
    pub header_time: Duration,
    /// For a whole body; of a stream, for its next piece. As long a client may leave an answer unread.
    pub body_time: Duration,
    /// For the work, with the time in the queue.
    pub work_time: Duration,
    /// For what is under way when the server is stopped.
    pub stop_time: Duration,
}

impl Limits {
    /// Bytes of one result.
    pub(super) fn result(&self) -> usize {
        self.memory / 4
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            body: 8 << 20,
            memory: 256 << 20,
            connections: 512,
            queue: 256,
            header_time: Duration::from_secs(10),
            body_time: Duration::from_secs(30),
            work_time: Duration::from_secs(30),
            stop_time: Duration::from_secs(10),
        }
    }
}
