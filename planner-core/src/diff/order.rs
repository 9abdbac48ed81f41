//! The order of a change set: by kind as the variants of [`Change`] stand, then by table, then by
//! name. The order of declarations does not show, but for columns: they keep theirs within a
//! table, as that is the order in which databases keep them.

use super::change::Change;
use crate::database::model::ObjectName;
use crate::ordered;

/// Puts the changes in order. The sort is stable, so what has no key of its own stays as the
/// comparers made it.
pub(super) fn sort(changes: &mut [Change]) {
    ordered::sort_by(changes, |left, right| key(left).cmp(&key(right)));
}

/// Rank of the kind, then the namespace and name of table or type, then the name of the part.
fn key(change: &Change) -> (u8, Option<&str>, &str, &str) {
    fn object<'a>(
        rank: u8,
        name: &'a ObjectName,
        part: &'a str,
    ) -> (u8, Option<&'a str>, &'a str, &'a str) {
        (rank, name.namespace.as_deref(), &name.name, part)
    }
    match change {
        Change::CreateNamespace(name) => (0, None, name, ""),
        Change::CreateExtension(extension) => (1, None, &extension.name, ""),
        Change::AlterExtension { after, .. } => (2, None, &after.name, ""),
        Change::DropExtension(extension) => (3, None, &extension.name, ""),
        Change::CreateEnum(each) => object(4, &each.name, ""),
        Change::RenameEnum { after, .. } => object(5, after, ""),
        Change::AlterEnum(each) => object(6, &each.after.name, ""),
        Change::DropEnum(each) => object(7, &each.name, ""),
        Change::CreateTable(table) => object(8, &table.name, ""),
        Change::RenameTable(table) => object(9, &table.after, ""),
        Change::DropTable(table) => object(10, &table.name, ""),
        Change::AddColumn { table, .. } => object(11, &table.after, ""),
        Change::RenameColumn { table, .. } => object(12, &table.after, ""),
        Change::AlterColumn(each) => object(13, &each.table.after, ""),
        Change::DropColumn { table, .. } => object(14, &table.after, ""),
        Change::ChangePrimaryKey { table, .. } => object(15, &table.after, ""),
        Change::RenamePrimaryKey { table, .. } => object(16, &table.after, ""),
        Change::CreateIndex { table, index } => object(17, &table.after, &index.name),
        Change::RenameIndex { table, after, .. } => object(18, &table.after, &after.name),
        Change::DropIndex { table, index } => object(19, &table.after, &index.name),
        Change::AddForeignKey { table, foreign_key } => object(20, &table.after, &foreign_key.name),
        Change::RenameForeignKey { table, after, .. } => object(21, &table.after, after),
        Change::DropForeignKey { table, foreign_key } => {
            object(22, &table.after, &foreign_key.name)
        }
        Change::ChangeClientColumn { table, .. } => object(23, &table.after, ""),
        Change::ChangeClientEnum(each) => object(24, &each.after.name, ""),
    }
}
