#![doc = include_str!("../README.md")]

mod commands;
mod graph;
mod loaders;
mod model;
mod store;

pub use commands::{
    MESSAGES, RecordCityInput, RecordThemeInput, SiteInput, VERBS, record_city, record_theme,
};
pub use graph::{CityFields, CityMutation, CityQuery, ThemeFields};
pub use loaders::{CityById, ThemeById};
pub use model::{City, Continent, Membership, Site, SiteKind, Theme};
pub use store::{
    members_among,
    place::{CityPlace, members, places},
};
