//! Lines of Rust in the layout of rustfmt's defaults: what breaks and where is decided here, so that
//! generated files stay as they are when a project is formatted.

/// How wide a line may be.
const WIDTH: usize = 100;

/// How wide the arguments of a call, or the elements of an array, may be to stay on one line.
const LIST_WIDTH: usize = 60;

/// How wide the values of a structure may be to stay on one line.
const STRUCTURE_WIDTH: usize = 18;

/// An array whose elements are all literals at most this wide is filled line by line.
const SHORT_ELEMENT: usize = 10;

/// What the brace goes to the next line of where it does not fit behind it.
const DECLARATIONS: [&str; 2] = ["impl", "pub struct"];

/// Text that grows by lines.
#[derive(Debug, Default)]
pub struct Code {
    text: String,
    depth: usize,
}

impl Code {
    /// One line at the present depth; an empty one stays empty.
    pub fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        if !line.is_empty() {
            for _ in 0..self.depth {
                self.text.push_str("    ");
            }
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// An empty line, but none after the opening of a block.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("{\n") && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// What stands between braces after a head: `head {`, the lines, `}`.
    pub fn block(&mut self, head: impl AsRef<str>, body: impl FnOnce(&mut Self)) {
        self.block_ending(head, "}", body);
    }

    /// A block with more behind its brace, such as `};`.
    pub fn block_ending(&mut self, head: impl AsRef<str>, end: &str, body: impl FnOnce(&mut Self)) {
        let head = head.as_ref();
        let line = format!("{head} {{");
        // rustfmt counts the line of an implementation without what it is indented by.
        let head_fits =
            if head.starts_with("impl") { width(&line) <= WIDTH } else { self.fits(head) };
        match head_fits || !DECLARATIONS.iter().any(|word| head.starts_with(word)) {
            true => self.line(line),
            false => self.long_head(head),
        }
        self.deeper(body);
        self.line(end);
    }

    /// A head that leaves no room for its brace; what an implementation is for goes to a line of
    /// its own.
    fn long_head(&mut self, head: &str) {
        match head.rsplit_once(" for ") {
            Some((before, after)) if head.starts_with("impl") => {
                self.line(before);
                self.deeper(|code| code.line(format!("for {after}")));
            }
            _ => self.line(head),
        }
        self.line("{");
    }

    /// Lines one level deeper.
    pub fn deeper(&mut self, body: impl FnOnce(&mut Self)) {
        self.depth += 1;
        body(self);
        self.depth -= 1;
    }

    /// A documentation comment; empty lines of it are kept.
    pub fn documentation(&mut self, text: &str) {
        for line in text.lines() {
            let line = line.trim_end();
            self.line(if line.is_empty() { "///".to_owned() } else { format!("/// {line}") });
        }
    }

    /// A `derive` that is too long for one line: its traits on a line of their own, or each.
    pub fn derive(&mut self, traits: &[&str]) {
        self.line("#[derive(");
        self.deeper(|code| {
            let together = format!("{},", traits.join(", "));
            match code.fits(&together) {
                true => code.line(together),
                false => traits.iter().for_each(|each| code.line(format!("{each},"))),
            }
        });
        self.line(")]");
    }

    /// `before(arguments)after`, an argument a line where it is too long for one.
    pub fn call(&mut self, before: &str, arguments: &[String], after: &str) {
        let inner = arguments.join(", ");
        let line = format!("{before}({inner}){after}");
        if width(&inner) <= LIST_WIDTH && self.fits(&line) {
            self.line(line);
        } else {
            self.one_a_line(&format!("{before}("), arguments, &format!("){after}"));
        }
    }

    /// The head of a function, `before(parameters)after`, a parameter a line where it is too long.
    pub fn function(
        &mut self,
        before: &str,
        parameters: &[String],
        after: &str,
        body: impl FnOnce(&mut Self),
    ) {
        let line = format!("{before}({}){after} {{", parameters.join(", "));
        if self.fits(&line) {
            self.line(line);
        } else {
            self.one_a_line(&format!("{before}("), parameters, &format!("){after} {{"));
        }
        self.deeper(body);
        self.line("}");
    }

    /// `before[elements]after`.
    pub fn array(&mut self, before: &str, elements: &[String], after: &str) {
        let inner = elements.join(", ");
        let line = format!("{before}[{inner}]{after}");
        let assigned = before.strip_suffix(" &").filter(|before| before.ends_with('='));
        let alone = format!("&[{inner}]{after}");
        if width(&inner) <= LIST_WIDTH && self.fits(&line) {
            self.line(line);
        } else if let Some(before) = assigned.filter(|_| width(&inner) <= LIST_WIDTH) {
            self.line(before);
            self.deeper(|code| code.line(alone));
        } else if elements.len() > 1 && elements.iter().all(|each| is_short(each)) {
            self.line(format!("{before}["));
            self.deeper(|code| code.filled(elements));
            self.line(format!("]{after}"));
        } else {
            self.one_a_line(&format!("{before}["), elements, &format!("]{after}"));
        }
    }

    /// `before { values }after`, a value a line where it is too long.
    pub fn structure(&mut self, before: &str, values: &[String], after: &str) {
        let inner = values.join(", ");
        match values.is_empty() {
            true => self.line(format!("{before} {{}}{after}")),
            false if width(&inner) <= STRUCTURE_WIDTH => {
                self.line(format!("{before} {{ {inner} }}{after}"));
            }
            false => self.one_a_line(&format!("{before} {{"), values, &format!("}}{after}")),
        }
    }

    /// `before[`, a structure of that type for each element, `];`.
    pub fn structures<T>(
        &mut self,
        before: &str,
        type_name: &str,
        elements: &[T],
        write: impl Fn(&mut Self, &T),
    ) {
        match elements {
            [] => self.line(format!("{before}[];")),
            [only] => {
                let head = format!("{before}[{type_name}");
                self.block_ending(head, "}];", |code| write(code, only));
            }
            elements => {
                self.line(format!("{before}["));
                self.deeper(|code| {
                    for element in elements {
                        code.block_ending(type_name, "},", |code| write(code, element));
                    }
                });
                self.line("];");
            }
        }
    }

    /// `pattern => value,`, the value in a block of its own where both are too long for one line.
    pub fn arm(&mut self, pattern: &str, value: &str) {
        let line = format!("{pattern} => {value},");
        match self.fits(&line) {
            true => self.line(line),
            false => self.block(format!("{pattern} =>"), |code| code.line(value)),
        }
    }

    /// `name = value;`, the value on the next line where it fits there alone.
    pub fn assignment(&mut self, name: &str, value: &str) {
        let line = format!("{name} = {value};");
        let alone = format!("    {value};");
        if self.fits(&line) || !self.fits(&alone) {
            self.line(line);
        } else {
            self.line(format!("{name} ="));
            self.line(alone);
        }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }

    fn one_a_line(&mut self, before: &str, items: &[String], after: &str) {
        self.line(before);
        self.deeper(|code| {
            for item in items {
                code.line(format!("{item},"));
            }
        });
        self.line(after);
    }

    fn filled(&mut self, elements: &[String]) {
        let mut line = String::new();
        for element in elements {
            let longer =
                if line.is_empty() { format!("{element},") } else { format!("{line} {element},") };
            if self.fits(&longer) {
                line = longer;
            } else {
                self.line(&line);
                line = format!("{element},");
            }
        }
        self.line(line);
    }

    fn fits(&self, line: &str) -> bool {
        self.depth * 4 + width(line) <= WIDTH
    }
}

fn is_short(element: &str) -> bool {
    element.starts_with('"') && width(element) <= SHORT_ELEMENT
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// A string literal of Rust. What could be mistaken on the screen for something else is escaped.
pub fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ if character.is_alphanumeric() || character.is_ascii() && !character.is_control() => {
                literal.push(character);
            }
            _ => literal.push_str(&format!("\\u{{{:x}}}", u32::from(character))),
        }
    }
    literal.push('"');
    literal
}
