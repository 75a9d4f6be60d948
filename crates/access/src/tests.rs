//! That the policies say what the network's board thinks they say.

mod callers;
mod fit;
mod never;
mod refusals;
mod table;

use kernel::Party;
use uuid::Uuid;

/// The city that things are done to.
const CITY: Party = Party::City(Uuid::from_u128(1));
/// Another city.
const OTHER_CITY: Party = Party::City(Uuid::from_u128(2));
/// The organisation that things are done to.
const ORGANISATION: Party = Party::Organisation(Uuid::from_u128(3));
/// Who leads the project that things are done to.
const LEADER: Party = Party::City(Uuid::from_u128(4));
/// Who takes part in it.
const PARTNER: Party = Party::Organisation(Uuid::from_u128(5));
/// Who acts, whoever that is.
const ACTS: Uuid = Uuid::from_u128(100);
/// Somebody else.
const ELSE: Uuid = Uuid::from_u128(101);
