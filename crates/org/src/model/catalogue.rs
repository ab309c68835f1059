//! What a new catalogue of majors changes, and the catalogue as a table that can be read again.

use std::collections::BTreeMap;

use paper::sheet::{ColumnOut, SheetOut, Value, write_csv};

use super::major::{Major, MajorCode};

/// The difference between the present catalogue and a new one, each part by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Majors that are new.
    pub added: Vec<Major>,
    /// Majors whose name, levels or occupations differ: before and after.
    pub changed: Vec<(Major, Major)>,
    /// Majors that the new catalogue leaves out; versions that hold them stay.
    pub removed: Vec<Major>,
    /// How many stay as they are.
    pub same: usize,
}

/// Compares two catalogues.
pub fn compare(present: &[Major], new: &[Major]) -> Changes {
    let mut before: BTreeMap<MajorCode, &Major> = present.iter().map(|major| (major.code, major)).collect();
    let mut changes = Changes::default();
    for major in new {
        match before.remove(&major.code) {
            None => changes.added.push(major.clone()),
            Some(known) if known == major => changes.same += 1,
            Some(known) => changes.changed.push((known.clone(), major.clone())),
        }
    }
    changes.removed = before.into_values().cloned().collect();
    changes
}

/// The catalogue as CSV in the columns that [`super::major::read_catalogue`] reads, a row a major and level.
pub fn as_table(majors: &[Major]) -> String {
    let row = |major: &Major, level| {
        let occupations = major.occupations.join("、");
        vec![
            Value::Text(major.code.at(level)),
            Value::Text(major.name.clone()),
            Value::Text(occupations),
        ]
    };
    let rows = majors
        .iter()
        .flat_map(|major| major.levels.iter().map(move |level| row(major, *level)))
        .collect();
    let columns = ["专业编码", "专业名称", "对应职业"].map(ColumnOut::new).into();
    let sheet = SheetOut {
        columns,
        rows,
        ..SheetOut::default()
    };
    String::from_utf8_lossy(&write_csv(&sheet)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::demo::MAJORS;
    use crate::model::major::read_catalogue;

    fn read(table: &str) -> Vec<Major> {
        read_catalogue(&paper::sheet::read(table.as_bytes(), "majors.csv").unwrap())
            .unwrap()
            .0
    }

    #[test]
    fn a_catalogue_written_as_a_table_reads_back_the_same() {
        let majors = read(MAJORS.1);
        assert_eq!(majors.len(), 12);
        assert_eq!(read(&as_table(&majors)), majors);
    }

    #[test]
    fn changes_name_what_is_new_renamed_and_gone() {
        let present = read("编码,专业名称\n0101-4,甲\n0102-4,乙\n0103-4,丙\n");
        let new = read("编码,专业名称\n0101-4,甲\n0102-4,乙\n0102-3,乙\n0104-4,丁\n");
        let changes = compare(&present, &new);
        let codes = |majors: &[Major]| {
            majors
                .iter()
                .map(|major| major.code.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            (codes(&changes.added), codes(&changes.removed)),
            (vec!["0104".to_owned()], vec!["0103".to_owned()])
        );
        assert_eq!((changes.changed.len(), changes.same), (1, 1));
        assert_eq!(changes.changed[0].1.levels.len(), 2);
    }
}
