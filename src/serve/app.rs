//! What all requests share.

use std::sync::Arc;

use axum::body::Bytes;

use super::hosts::Hosts;
use super::log::Log;
use super::memory::Memory;
use super::metrics::Metrics;
use super::page::Page;
use super::params::{Limits, ServeParams};
use super::pool::Pool;
use super::stop::Stop;
use super::token::Admission;
use crate::error::{Error, ErrorKind, Result};
use crate::explain::Explainer;
use crate::model::Model;

/// What all requests share.
pub(super) struct App {
    pub(super) explainer: Arc<Explainer>,
    /// The model's card as JSON.
    pub(super) card: Bytes,
    /// What it takes and answers.
    pub(super) openapi: Bytes,
    pub(super) page: Page,
    pub(super) hosts: Hosts,
    pub(super) admission: Option<Admission>,
    pub(super) limits: Limits,
    pub(super) pool: Pool,
    pub(super) memory: Arc<Memory>,
    pub(super) metrics: Metrics,
    pub(super) log: Log,
    pub(super) stop: Stop,
}

impl App {
    pub(super) fn new(
        params: &ServeParams,
        model: Model,
        page: String,
        openapi: Vec<u8>,
        log: Log,
        stop: Stop,
    ) -> Result<App> {
        let io =
            |error: std::io::Error| Error::new(ErrorKind::Io, format!("the threads could not be started: {error}"));
        let card = serde_json::to_vec(&model.card).map_err(|error| io(error.into()))?;
        Ok(App {
            explainer: Arc::new(Explainer::new(model)),
            card: card.into(),
            openapi: openapi.into(),
            page: Page::new(page),
            hosts: Hosts::new(params.address.ip(), &params.hosts),
            admission: params.token.clone().map(Admission::new).transpose()?,
            limits: params.limits.clone(),
            pool: Pool::start(params.threads, params.limits.queue).map_err(io)?,
            memory: Memory::new(params.limits.memory),
            metrics: Metrics::new(),
            log,
            stop,
        })
    }
}
