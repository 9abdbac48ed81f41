//! A change -> a few words, for lists of what lies between two states. Pure.

use planner_core::diff::change::Change;

/// A change in a few words.
pub fn brief(change: &Change) -> String {
    match change {
        Change::CreateNamespace(name) => format!("schema {name} appears"),
        Change::CreateExtension(each) => format!("extension {} appears", each.name),
        Change::AlterExtension { after, .. } => format!("extension {} changes", after.name),
        Change::DropExtension(each) => format!("extension {} goes", each.name),
        Change::CreateEnum(each) => format!("enum {} appears", each.name),
        Change::RenameEnum { before, after } => format!("enum {before} becomes {after}"),
        Change::AlterEnum(change) | Change::ChangeClientEnum(change) => {
            format!("enum {} changes", change.after.name)
        }
        Change::DropEnum(each) => format!("enum {} goes", each.name),
        Change::CreateTable(table) => format!("table {} appears", table.name),
        Change::RenameTable(table) => format!("table {} becomes {}", table.before, table.after),
        Change::DropTable(table) => format!("table {} goes", table.name),
        Change::AddColumn { table, column } => {
            format!("column {}.{} appears", table.after, column.name)
        }
        Change::RenameColumn { table, before, after } => {
            format!("column {}.{before} becomes {after}", table.after)
        }
        Change::AlterColumn(change) => {
            format!("column {}.{} changes", change.table.after, change.after.name)
        }
        Change::DropColumn { table, column } => {
            format!("column {}.{} goes", table.after, column.name)
        }
        Change::ChangePrimaryKey { table, .. } | Change::RenamePrimaryKey { table, .. } => {
            format!("the primary key of {} changes", table.after)
        }
        Change::CreateIndex { table, index } => {
            format!("index {} on {} appears", index.name, table.after)
        }
        Change::RenameIndex { before, after, .. } => {
            format!("index {} becomes {}", before.name, after.name)
        }
        Change::DropIndex { table, index } => {
            format!("index {} on {} goes", index.name, table.after)
        }
        Change::AddForeignKey { table, foreign_key } => {
            format!("foreign key {} on {} appears", foreign_key.name, table.after)
        }
        Change::RenameForeignKey { before, after, .. } => {
            format!("foreign key {before} becomes {after}")
        }
        Change::DropForeignKey { table, foreign_key } => {
            format!("foreign key {} on {} goes", foreign_key.name, table.after)
        }
        Change::ChangeClientColumn { table, column, summary, .. } => {
            format!("column {}.{column}: {summary}", table.after)
        }
    }
}
