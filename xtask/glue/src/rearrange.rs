//! In: a module. Out: the same one with its functions in another order (`order`), which gzip makes more of.
//! Knows nothing of what the functions do: they are numbered anew, and nothing else changes.

use crate::order::order;
use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{BinaryReaderError, CodeSectionReader, FunctionSectionReader, Parser, Payload};

/// The module in the better order.
///
/// # Errors
///
/// It is no module.
pub fn rearranged(module: &[u8]) -> Result<Vec<u8>> {
    let (imported, bodies) = functions(module).context("reading the module")?;
    let order = order(&bodies);
    let mut places = vec![0; order.len()];
    for (place, function) in order.iter().enumerate() {
        places[*function] = u32::try_from(place)?;
    }
    let mut renumber = Renumber { imported, order, places };
    let mut written = Module::new();
    renumber
        .parse_core_module(&mut written, Parser::new(0), module)
        .context("writing the module")?;
    Ok(written.finish())
}

/// How many functions are imported, and the bodies of the others.
fn functions(module: &[u8]) -> Result<(u32, Vec<&[u8]>), BinaryReaderError> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    if matches!(import?.ty, wasmparser::TypeRef::Func(_)) {
                        imported += 1;
                    }
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok((imported, bodies))
}

struct Renumber {
    imported: u32,
    /// Of each new place, which function comes there, imported ones not counted.
    order: Vec<usize>,
    /// Of each function its new place.
    places: Vec<u32>,
}

impl Reencode for Renumber {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imported).and_then(|own| usize::try_from(own).ok());
        let place = own.and_then(|own| self.places.get(own));
        Ok(place.map_or(function, |place| self.imported + place))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            functions.function(self.type_index(types[function])?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for function in self.order.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::{functions, rearranged};
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function,
        FunctionSection, ImportSection, Instruction, Module, RefType, TableSection, TableType,
        TypeSection, ValType,
    };
    use wasmparser::{ElementItems, Operator, Parser, Payload};

    /// One imported function; of the others each returns its number, and the last one calls the first.
    fn module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        types.ty().function([ValType::I64], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("env", "own", wasm_encoder::EntityType::Function(0));
        let mut own = FunctionSection::new();
        let mut code = CodeSection::new();
        for number in 0..3 {
            own.function(u32::from(number == 1));
            let mut body = Function::new([]);
            body.instruction(&Instruction::I32Const(number));
            // The longer ones come first.
            for _ in 0..number {
                body.instruction(&Instruction::Nop);
            }
            if number == 2 {
                body.instruction(&Instruction::Drop).instruction(&Instruction::Call(1));
            }
            code.function(body.instruction(&Instruction::End));
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 1,
            maximum: None,
            shared: false,
        });
        let mut exports = ExportSection::new();
        exports.export("first", ExportKind::Func, 1).export("last", ExportKind::Func, 3);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions([2].as_slice().into()));
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&own).section(&tables);
        module.section(&exports).section(&elements).section(&code);
        module.finish()
    }

    /// The number that a function returns, or that the one returns which it calls.
    fn number(module: &[u8], function: u32) -> i32 {
        let (imported, bodies) = functions(module).unwrap();
        let body = bodies[usize::try_from(function - imported).unwrap()];
        let body = wasmparser::FunctionBody::new(wasmparser::BinaryReader::new(body, 0));
        let mut found = None;
        for operator in body.get_operators_reader().unwrap() {
            match operator.unwrap() {
                Operator::I32Const { value } => found = Some(value),
                Operator::Call { function_index } => {
                    return number(module, function_index) + 100;
                }
                _ => {}
            }
        }
        found.unwrap()
    }

    #[test]
    fn whoever_names_a_function_finds_it_in_its_new_place() {
        let before = module();
        let after = rearranged(&before).unwrap();
        assert_ne!(before, after);
        let mut seen = Vec::new();
        for payload in Parser::new(0).parse_all(&after) {
            match payload.unwrap() {
                Payload::ExportSection(section) => {
                    for export in section {
                        let export = export.unwrap();
                        seen.push((export.name.to_owned(), number(&after, export.index)));
                    }
                }
                Payload::ElementSection(section) => {
                    for element in section {
                        let ElementItems::Functions(items) = element.unwrap().items else {
                            panic!()
                        };
                        for function in items {
                            seen.push(("table".to_owned(), number(&after, function.unwrap())));
                        }
                    }
                }
                Payload::FunctionSection(section) => {
                    let types: Vec<_> = section.into_iter().map(Result::unwrap).collect();
                    assert_eq!(types, [0, 1, 0]);
                }
                _ => {}
            }
        }
        let named = |name: &str, number| (name.to_owned(), number);
        assert_eq!(seen, [named("first", 0), named("last", 100), named("table", 1)]);
    }
}
