//! What operators see of a hub that serves, and what they must never see: the program itself is
//! started, and asked at its doors.

mod catalogue;
mod door;
mod operations;
pub(crate) mod process;
mod refused;
mod requests;
mod scrape;
mod slow;
mod traces;
