//! The recorder that counts for this process, and writes it down for Prometheus.

use std::time::Duration;

use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::{CATALOGUE, Kind};

/// How often what histograms have taken in is sorted into their buckets. Between two times each value
/// takes eight bytes.
const SORT_EVERY: Duration = Duration::from_secs(5);

/// The recorder of this process. Cheap to clone.
#[derive(Clone)]
pub struct Recorder(PrometheusHandle);

/// There can be one recorder in a process.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    /// There is one already.
    #[error("this process has a recorder already")]
    Twice,
    /// The catalogue has a histogram without buckets.
    #[error("the histogram {0} has no buckets")]
    NoBuckets(&'static str),
}

impl Recorder {
    /// From here on, what the macros of `metrics` count in this process is kept.
    ///
    /// # Errors
    /// When it was installed before.
    pub fn install() -> Result<Self, InstallError> {
        let mut builder = PrometheusBuilder::new();
        for metric in CATALOGUE {
            if let Kind::Histogram(buckets) = metric.kind {
                builder = builder
                    .set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), buckets)
                    .map_err(|_| InstallError::NoBuckets(metric.name))?;
            }
        }
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).map_err(|_| InstallError::Twice)?;
        for metric in CATALOGUE {
            match metric.kind {
                Kind::Counter => describe_counter!(metric.name, metric.unit, metric.help),
                Kind::Gauge => describe_gauge!(metric.name, metric.unit, metric.help),
                Kind::Histogram(_) => describe_histogram!(metric.name, metric.unit, metric.help),
            }
        }
        Ok(Self(handle))
    }

    /// Everything that was counted, in the text format of Prometheus.
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Keeps the histograms small; never ends.
    pub async fn tidy(self) {
        loop {
            tokio::time::sleep(SORT_EVERY).await;
            self.0.run_upkeep();
        }
    }
}
