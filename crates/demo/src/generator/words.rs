//! The words that generated texts are made of, and the numbers that choose them.

use chrono::{Days, NaiveDate};
use fastrand::Rng;
use kernel::content::{ContentInput, Origin};

/// Numbers that are the same for the same node, whatever else is generated.
pub(super) fn rng(kind: &str, number: usize) -> Rng {
    // Apart for each kind, and for neighbours: FNV-1a over the kind, and the golden ratio.
    let kind = kind.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let number = u64::try_from(number).unwrap_or_default();
    Rng::with_seed(kind ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Different numbers below `below`, at most so many.
pub(super) fn pick(rng: &mut Rng, below: usize, count: usize) -> Vec<usize> {
    let mut picked = Vec::new();
    while picked.len() < count.min(below) {
        let next = rng.usize(..below);
        if !picked.contains(&next) {
            picked.push(next);
        }
    }
    picked
}

/// One of these.
pub(super) fn one<T: Copy>(rng: &mut Rng, of: &[T]) -> T {
    of[rng.usize(..of.len())]
}

/// A day from 2017 on, within so many days.
pub(super) fn day(rng: &mut Rng, within: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2017, 1, 1).unwrap_or_default();
    first + Days::new(rng.u64(..within))
}

/// A text in English and in French.
pub(super) type Pair = (&'static str, &'static str);

/// The texts of a node: an English title with its number and a summary, the same in French. Of some
/// nodes the French text is the original; some have a title in a third language, made by a machine.
pub(super) fn texts(
    number: usize,
    title: (String, String),
    summary: (String, String),
    third: Option<(&str, &str)>,
) -> Vec<ContentInput> {
    let shown = number + 1;
    let content = |locale: &str, title: String, summary: Option<String>, origin| ContentInput {
        locale: locale.to_owned(),
        title,
        summary,
        description: None,
        origin,
    };
    let en = format!("{} (generated {shown})", title.0);
    let fr = format!("{} (généré {shown})", title.1);
    let mut contents = vec![
        content("en", en, Some(summary.0), Origin::Imported),
        content("fr", fr, Some(summary.1), Origin::Imported),
    ];
    if number % 16 == 7 {
        contents.reverse();
    }
    if let Some((locale, title)) = third.filter(|_| number.is_multiple_of(4)) {
        let title = format!("{title} (generated {shown})");
        contents.push(content(locale, title, None, Origin::Machine));
    }
    contents
}

/// What a project, or an event, is about.
pub(super) const SUBJECTS: &[Pair] = &[
    ("Mobility lab", "Lab mobilité"),
    ("Urban garden", "Jardin urbain"),
    ("Repair workshop", "Atelier de réparation"),
    ("Artists' residency", "Résidence d'artistes"),
    ("School exchange", "Échange scolaire"),
    ("Low-carbon district", "Quartier bas carbone"),
    ("Night bus", "Bus de nuit"),
    ("Heat plan", "Plan chaleur"),
    ("Open data desk", "Guichet de données ouvertes"),
    ("Language café", "Café des langues"),
    ("Farmers' market", "Marché paysan"),
    ("Heritage trail", "Parcours du patrimoine"),
    ("Bicycle school", "Vélo-école"),
    ("Water atlas", "Atlas de l'eau"),
    ("Reuse centre", "Ressourcerie"),
    ("Youth council", "Conseil des jeunes"),
];

/// The same subjects in a third language.
pub(super) const THIRD: &[(&str, &str)] = &[
    ("es", "Laboratorio de movilidad"),
    ("de", "Stadtgarten"),
    ("it", "Officina di riparazione"),
    ("zh", "艺术家驻地"),
    ("pt", "Intercâmbio escolar"),
    ("pl", "Dzielnica niskoemisyjna"),
    ("ja", "夜行バス"),
    ("es", "Plan de calor"),
    ("de", "Stelle für offene Daten"),
    ("it", "Caffè delle lingue"),
    ("zh", "农夫市集"),
    ("pt", "Trilho do património"),
    ("ru", "Велошкола"),
    ("ro", "Atlasul apei"),
    ("th", "ศูนย์ใช้ซ้ำ"),
    ("uk", "Молодіжна рада"),
];

/// Where, or for whom.
pub(super) const PLACES: &[Pair] = &[
    ("for young people", "pour les jeunes"),
    ("in the old town", "dans la vieille ville"),
    ("between two rivers", "entre deux rivières"),
    ("around the station", "autour de la gare"),
    ("with the universities", "avec les universités"),
    ("for small companies", "pour les petites entreprises"),
    ("in every district", "dans chaque quartier"),
    ("by the water", "au bord de l'eau"),
    ("without waste", "sans déchets"),
    ("for newcomers", "pour les nouveaux arrivants"),
    ("on the hills", "sur les collines"),
    ("at the factory gates", "aux portes de l'usine"),
];

/// What a project sets out to do.
pub(super) const AIMS: &[Pair] = &[
    (
        "Cities compare what they tried and what it cost.",
        "Des villes comparent ce qu'elles ont essayé et ce que cela a coûté.",
    ),
    (
        "Residents choose the streets where it begins.",
        "Les habitants choisissent les rues où cela commence.",
    ),
    (
        "Schools measure, students analyse, the town hall decides.",
        "Les écoles mesurent, les étudiants analysent, la mairie décide.",
    ),
    (
        "One team travels from city to city with its tools.",
        "Une équipe va de ville en ville avec ses outils.",
    ),
    (
        "A shared guide is written in every language of the partners.",
        "Un guide commun est rédigé dans toutes les langues des partenaires.",
    ),
    (
        "Craftspeople teach their trade to each other.",
        "Des artisans s'enseignent leur métier.",
    ),
    (
        "Energy and water are saved, and the savings are counted.",
        "On économise l'énergie et l'eau, et l'on compte les économies.",
    ),
    (
        "An exhibition shows the results in all partner cities.",
        "Une exposition montre les résultats dans toutes les villes partenaires.",
    ),
];

/// What a project has to tell.
pub(super) const NEWS: &[Pair] = &[
    ("The first workshop is over", "Le premier atelier a eu lieu"),
    ("Two more partners joined", "Deux partenaires de plus"),
    ("The trial has begun", "L'essai a commencé"),
    ("Results of the survey", "Résultats de l'enquête"),
    ("A visit of the partners", "Une visite des partenaires"),
    ("The budget is voted", "Le budget est voté"),
    ("Volunteers wanted", "Appel aux bénévoles"),
    ("The report is out", "Le rapport est paru"),
];

/// Steps of a project.
pub(super) const STEPS: &[Pair] = &[
    ("Needs collected", "Besoins recueillis"),
    ("First trial", "Premier essai"),
    ("Results shared", "Résultats partagés"),
];

/// Parts of a programme.
pub(super) const SESSIONS: &[Pair] = &[
    ("Welcome of the delegations", "Accueil des délégations"),
    ("Round table of the mayors", "Table ronde des maires"),
    ("Working groups", "Groupes de travail"),
    ("Forum of the projects", "Forum des projets"),
    ("Walk through the city", "Promenade dans la ville"),
    ("Closing session", "Séance de clôture"),
];
