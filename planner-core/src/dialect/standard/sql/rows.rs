//! Some rows of a table -> the statements that look at them, keep them, fill, empty or delete them.
//! Names come quoted and values as SQL. Knows nothing of why.

/// A name that the other rows of the same table have in a condition.
pub const OTHER: &str = "\"newer\"";

/// Some rows of a table.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The table, quoted.
    pub table: String,
    /// What its rows are called in the condition, quoted; `None` where it needs no name.
    pub alias: Option<&'static str>,
    /// Which rows; `None` is all of them.
    pub condition: Option<String>,
}

impl Rows {
    fn from(&self) -> String {
        match self.alias {
            Some(alias) => format!("{} AS {alias}", self.table),
            None => self.table.clone(),
        }
    }

    fn filter(&self) -> String {
        self.condition.as_ref().map(|sql| format!("\nWHERE {sql}")).unwrap_or_default()
    }

    /// The first hundred of them.
    pub fn list(&self, columns: &str) -> String {
        format!("SELECT {columns}\nFROM {}{}\nLIMIT 100", self.from(), self.filter())
    }

    /// The first hundred groups of them that hold the same in some columns, largest first.
    pub fn groups(&self, columns: &str) -> String {
        format!(
            "SELECT {columns}, count(*)\nFROM {}{}\nGROUP BY {columns}\nHAVING count(*) > 1\nORDER \
             BY count(*) DESC\nLIMIT 100",
            self.from(),
            self.filter()
        )
    }

    /// A copy of them in a new table.
    pub fn keep(&self, kept: &str, columns: &str) -> String {
        format!("CREATE TABLE {kept} AS\nSELECT {columns}\nFROM {}{}", self.from(), self.filter())
    }

    /// A column gets a value in them.
    pub fn set(&self, column: &str, value: &str) -> String {
        format!("UPDATE {}\nSET {column} = {value}{}", self.from(), self.filter())
    }

    /// They go.
    pub fn delete(&self) -> String {
        format!("DELETE FROM {}{}", self.from(), self.filter())
    }
}

/// Whether there is another row of the table that is the same in some columns and comes later by
/// others.
pub fn has_newer(table: &str, alias: &str, same: &[String], order: &[String]) -> String {
    let same: Vec<String> =
        same.iter().map(|column| format!("{OTHER}.{column} = {alias}.{column}")).collect();
    let of = |name: &str| {
        let columns: Vec<String> = order.iter().map(|column| format!("{name}.{column}")).collect();
        match columns.as_slice() {
            [column] => column.clone(),
            columns => format!("({})", columns.join(", ")),
        }
    };
    format!(
        "EXISTS (\n  SELECT 1\n  FROM {table} AS {OTHER}\n  WHERE {} AND {} > {}\n)",
        same.join(" AND "),
        of(OTHER),
        of(alias)
    )
}
