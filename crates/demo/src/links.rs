//! Which event is about which project. The files do not say so in a column, but in sentences: only
//! what one of them says plainly stands here, each with that sentence.

/// The slug of an event, and of a project that it is about.
pub(crate) const LINKS: &[(&str, &str)] = &[
    // Event: "a youth exchange was agreed"; project: "Agreed in April 2017".
    ("clermont-delegation-braga-2017", "youth-exchange-braga"),
    // Project: "Started from a meeting at the 2017 conference per local press".
    ("conference-2017", "insulation-bridgewater-chennai"),
    // Project: "Presented at the 2017 forum".
    ("conference-2017", "energize-bridgewater"),
    // Project: "presented by Valladolid at the 2017 initiatives forum".
    ("conference-2017", "creart-valladolid"),
    // These four: "presented by … in 2017", from the network's page on that conference.
    ("conference-2017", "norman-forward"),
    ("conference-2017", "finding-your-waterfall"),
    ("conference-2017", "conversion-bad-kreuznach"),
    ("conference-2017", "physical-activity-regensburg"),
    // Project: "presented by Valladolid at the 2nd conference".
    ("conference-2019", "electric-mobility-valladolid"),
    // Event: "Meeting … to found a German sub-network".
    ("german-michelin-cities-2019", "german-michelin-cities"),
    // Project: "a further meeting was announced for October 2023".
    ("german-michelin-cities-2023", "german-michelin-cities"),
    // Event: "First session on a shared tool to compare how cities manage resources".
    (
        "circular-economy-working-group-2021",
        "circular-economy-tool",
    ),
    // Event: "Edition announced with a space for sketchers from network cities".
    ("travel-journal-festival-2021", "travel-journal-sketchers"),
    // Project: "voted in Querétaro"; event: "closed by the Querétaro Declaration".
    ("conference-2022", "queretaro-declaration"),
    // Project: "Parallel public festivals of world cultures in two twin cities", from the article
    // on these two.
    ("norman-international-festival-2022", "world-cultures-days"),
    ("world-cultures-day-2022", "world-cultures-days"),
    // The 3rd edition of the same day; its page is a source of the project.
    ("world-cultures-day-2024", "world-cultures-days"),
    // The same camp, from the same page.
    ("summer-camp-pirot-2024", "summer-camp-pirot"),
    // The competition that the project is; event: "during the 4th conference".
    ("start-up-award-2024", "start-up-award"),
    // Event: "with working labs and a start-up award".
    ("conference-2024", "start-up-award"),
    // Project: "signed at the 4th conference".
    ("conference-2024", "incubator-corridor"),
    // Project: "discussed at the 4th conference".
    ("conference-2024", "artist-exchange-charter"),
    // Event: "Mobility labs meeting", from the page that is the project's only source.
    ("mobility-labs-polis-2024", "mobility-lab"),
];
