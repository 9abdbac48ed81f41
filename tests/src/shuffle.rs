//! The same schema in another order of declaration. In: a schema as the cases and the generator
//! write it, and numbers. Out: its blocks, or its fields, shuffled.

use crate::generate::Numbers;

/// Models and enums in another order; the datasource first.
pub fn blocks(schema: &str, numbers: &mut Numbers) -> String {
    let mut blocks = split(schema);
    let (mut first, mut rest): (Vec<_>, Vec<_>) =
        blocks.drain(..).partition(|block| block.contains("datasource "));
    shuffle(&mut rest, numbers);
    first.extend(rest);
    first.join("\n")
}

/// The lines inside each model in another order. Enums keep theirs, which means something.
pub fn fields(schema: &str, numbers: &mut Numbers) -> String {
    let blocks = split(schema).into_iter().map(|block| {
        let lines: Vec<&str> = block.lines().collect();
        let head = lines.iter().position(|line| line.starts_with("model "));
        let tail = lines.iter().rposition(|line| *line == "}");
        let (Some(head), Some(tail)) = (head, tail) else { return block };
        let (before, rest) = lines.split_at(head + 1);
        let (body, after) = rest.split_at(tail - head - 1);
        let mut body = body.to_vec();
        shuffle(&mut body, numbers);
        let lines = [before, &body, after].concat();
        lines.iter().map(|line| format!("{line}\n")).collect()
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// Each block with the comments above it.
fn split(schema: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut block = String::new();
    for line in schema.lines() {
        if block.is_empty() && line.trim().is_empty() {
            continue;
        }
        block.push_str(line);
        block.push('\n');
        if line == "}" {
            blocks.push(std::mem::take(&mut block));
        }
    }
    if !block.is_empty() {
        blocks.push(block);
    }
    blocks
}

fn shuffle<T>(items: &mut [T], numbers: &mut Numbers) {
    for at in (1..items.len()).rev() {
        items.swap(at, numbers.below(at + 1));
    }
}
