//! The mutations of organisations, mandates, and people's own accounts.

mod account;
mod mandate;
mod organisation;

pub use account::AccountMutation;
pub use mandate::MandateMutation;
pub use organisation::MemberMutation;
