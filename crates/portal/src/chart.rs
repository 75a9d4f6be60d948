//! Figures as bars, with a table beside them: drawn by attributes alone, so that the page needs no
//! style of its own.

/// A chart of bars.
pub(crate) struct Chart {
    pub(crate) title: String,
    /// What the bars are.
    pub(crate) label: String,
    /// What their length is.
    pub(crate) measure: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) bars: Vec<Bar>,
}

pub(crate) struct Bar {
    /// As the table says it.
    pub(crate) name: String,
    /// As there is room for it at the bar.
    pub(crate) label: String,
    pub(crate) value: i64,
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) label_x: i64,
    pub(crate) label_y: i64,
    pub(crate) value_x: i64,
    pub(crate) value_y: i64,
    pub(crate) is_column: bool,
}

/// The letters that fit above a bar.
const LETTERS: usize = 46;

impl Chart {
    /// Bars that lie: of things with names.
    pub(crate) fn rows(
        [title, label, measure]: [String; 3],
        values: impl IntoIterator<Item = (String, i64)>,
    ) -> Self {
        // The name is above its bar, so that there is room for both on a phone.
        const ROW: i64 = 46;
        const LONGEST: i64 = 350;
        let values: Vec<_> = values.into_iter().filter(|(_, value)| *value > 0).collect();
        let most = values.iter().map(|(_, value)| *value).max().unwrap_or(1);
        let bar = |(i, (name, value)): (usize, (String, i64))| {
            let top = i64::try_from(i).unwrap_or_default() * ROW;
            let width = (LONGEST * value / most).max(2);
            Bar {
                label: short(&name),
                name,
                value,
                x: 0,
                y: top + 20,
                width,
                height: 16,
                label_x: 0,
                label_y: top + 14,
                value_x: width + 8,
                value_y: top + 33,
                is_column: false,
            }
        };
        let height = i64::try_from(values.len()).unwrap_or_default() * ROW;
        Self {
            title,
            label,
            measure,
            width: 400,
            height,
            bars: values.into_iter().enumerate().map(bar).collect(),
        }
    }

    /// Bars that stand: of years.
    pub(crate) fn columns(
        [title, label, measure]: [String; 3],
        values: impl IntoIterator<Item = (String, String, i64)>,
    ) -> Self {
        const COLUMN: i64 = 90;
        const HIGHEST: i64 = 160;
        const TOP: i64 = 24;
        let values: Vec<_> = values.into_iter().collect();
        let most = values
            .iter()
            .map(|(.., value)| *value)
            .max()
            .unwrap_or(1)
            .max(1);
        let bar = |(i, (label, name, value)): (usize, (String, String, i64))| {
            let left = i64::try_from(i).unwrap_or_default() * COLUMN;
            let height = (HIGHEST * value / most).max(2);
            let middle = left + COLUMN / 2;
            Bar {
                label,
                name,
                value,
                x: left + 14,
                y: TOP + HIGHEST - height,
                width: COLUMN - 28,
                height,
                label_x: middle,
                label_y: TOP + HIGHEST + 20,
                value_x: middle,
                value_y: TOP + HIGHEST - height - 7,
                is_column: true,
            }
        };
        let count = i64::try_from(values.len()).unwrap_or_default();
        Self {
            title,
            label,
            measure,
            width: (count * COLUMN).max(COLUMN),
            height: TOP + HIGHEST + 30,
            bars: values.into_iter().enumerate().map(bar).collect(),
        }
    }
}

fn short(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LETTERS - 1).collect();
    format!("{}…", kept.trim_end())
}
