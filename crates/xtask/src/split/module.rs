//! A compiled program, read as far as dividing it needs.

use std::collections::{BTreeMap, BTreeSet};

use wasmparser::{
    Data, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, Global, Import,
    KnownCustom, MemoryType, Name, Operator, Parser, Payload, TableType, TypeRef,
};

use super::{index, told};

/// The parts of a module. Functions are numbered with the imported ones first, as in WebAssembly.
#[derive(Default)]
pub struct Parsed<'bytes> {
    pub types: Vec<FuncType>,
    /// All of functions.
    pub imports: Vec<Import<'bytes>>,
    /// The type of each function.
    pub function_types: Vec<u32>,
    /// The first one is that of functions.
    pub tables: Vec<TableType>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'bytes>>,
    pub exports: Vec<Export<'bytes>>,
    /// The functions among the exports.
    pub exported: BTreeSet<u32>,
    /// By the place in the table of functions: the function.
    pub slots: BTreeMap<u32, u32>,
    pub bodies: Vec<FunctionBody<'bytes>>,
    pub data_count: Option<u32>,
    pub data: Vec<Data<'bytes>>,
    /// As the compiler wrote them, demangled by wasm-bindgen.
    pub names: BTreeMap<u32, &'bytes str>,
}

impl<'bytes> Parsed<'bytes> {
    /// # Errors
    /// A sentence if the bytes are no module, or one with parts that Rust and wasm-bindgen do not make.
    pub fn read(bytes: &'bytes [u8]) -> Result<Self, String> {
        let mut parsed = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            parsed.take(payload.map_err(told)?)?;
        }
        if parsed.tables.is_empty() || parsed.memories.len() != 1 {
            return Err(told("it has not one memory and a table of functions"));
        }
        Ok(parsed)
    }

    fn take(&mut self, payload: Payload<'bytes>) -> Result<(), String> {
        match payload {
            Payload::TypeSection(section) => self.types = all(section.into_iter_err_on_gc_types())?,
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import.map_err(told)?;
                    let TypeRef::Func(shape) = import.ty else {
                        return Err(told(format!(
                            "it imports {}, which is no function",
                            import.name
                        )));
                    };
                    self.function_types.push(shape);
                    self.imports.push(import);
                }
            }
            Payload::FunctionSection(section) => self.function_types.extend(all(section)?),
            Payload::TableSection(section) => {
                self.tables = all(section)?.into_iter().map(|table| table.ty).collect()
            }
            Payload::MemorySection(section) => self.memories = all(section)?,
            Payload::GlobalSection(section) => self.globals = all(section)?,
            Payload::ExportSection(section) => {
                self.exports = all(section)?;
                let functions = self
                    .exports
                    .iter()
                    .filter(|export| export.kind == ExternalKind::Func);
                self.exported = functions.map(|export| export.index).collect();
            }
            Payload::ElementSection(section) => {
                for element in section {
                    self.take_element(element.map_err(told)?)?;
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataCountSection { count, .. } => self.data_count = Some(count),
            Payload::DataSection(section) => self.data = all(section)?,
            Payload::StartSection { .. } => {
                return Err(told("it runs something before anything can be loaded"));
            }
            Payload::TagSection(_) => return Err(told("it has exceptions")),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for part in names {
                        if let Name::Function(functions) = part.map_err(told)? {
                            self.names = all(functions)?
                                .into_iter()
                                .map(|name| (name.index, name.name))
                                .collect();
                        }
                    }
                }
            }
            _ => (),
        }
        Ok(())
    }

    fn take_element(&mut self, element: wasmparser::Element<'bytes>) -> Result<(), String> {
        let (
            ElementKind::Active {
                table_index: None | Some(0),
                offset_expr,
            },
            ElementItems::Functions(functions),
        ) = (element.kind, element.items)
        else {
            return Err(told(
                "it has elements other than those of the table of functions",
            ));
        };
        let Operator::I32Const { value } =
            offset_expr.get_operators_reader().read().map_err(told)?
        else {
            return Err(told("a place in the table of functions is not a number"));
        };
        for (slot, function) in (value.cast_unsigned()..).zip(functions) {
            self.slots.insert(slot, function.map_err(told)?);
        }
        Ok(())
    }

    /// How many functions are imported: the numbers below are theirs.
    pub fn imported_count(&self) -> u32 {
        index(self.imports.len()).unwrap_or(u32::MAX)
    }

    /// The number of the imported function with this in its name.
    pub fn imported(&self, part_of_name: &str) -> Option<u32> {
        (0..)
            .zip(&self.imports)
            .find(|(_, import)| import.name.contains(part_of_name))
            .map(|(number, _)| number)
    }

    /// The functions that are not imported.
    pub fn defined(&self) -> impl Iterator<Item = u32> + use<'bytes> {
        let first = self.imported_count();
        first..first.saturating_add(index(self.bodies.len()).unwrap_or(0))
    }

    /// # Errors
    /// A sentence if the function is imported, or there is none.
    pub fn body(&self, function: u32) -> Result<&FunctionBody<'bytes>, String> {
        let position = function
            .checked_sub(self.imported_count())
            .and_then(|position| usize::try_from(position).ok());
        position
            .and_then(|position| self.bodies.get(position))
            .ok_or_else(|| told(format!("function {function} has no code")))
    }

    /// The number of a function's type.
    pub fn type_of(&self, function: u32) -> Result<u32, String> {
        let found = usize::try_from(function)
            .ok()
            .and_then(|position| self.function_types.get(position));
        found
            .copied()
            .ok_or_else(|| told(format!("there is no function {function}")))
    }

    /// How many parameters a function takes.
    pub fn parameters(&self, function: u32) -> Result<u32, String> {
        let shape = usize::try_from(self.type_of(function)?)
            .ok()
            .and_then(|position| self.types.get(position));
        shape.map_or_else(
            || Err(told("a function has no type")),
            |shape| index(shape.params().len()),
        )
    }

    /// The functions that a function calls by their number.
    ///
    /// # Errors
    /// A sentence if its code cannot be read, or names functions otherwise than by calling them.
    pub fn called_by(&self, function: u32) -> Result<BTreeSet<u32>, String> {
        let mut called = BTreeSet::new();
        for operator in self.body(function)?.get_operators_reader().map_err(told)? {
            match operator.map_err(told)? {
                Operator::Call { function_index } => _ = called.insert(function_index),
                Operator::RefFunc { .. } | Operator::ReturnCall { .. } => {
                    return Err(told("it uses a function in a way that is not known here"));
                }
                _ => (),
            }
        }
        Ok(called)
    }

    /// The length of the table of functions.
    pub fn table_length(&self) -> u32 {
        self.tables
            .first()
            .and_then(|table| u32::try_from(table.initial).ok())
            .unwrap_or(0)
    }
}

fn all<Item>(
    items: impl IntoIterator<Item = wasmparser::Result<Item>>,
) -> Result<Vec<Item>, String> {
    items
        .into_iter()
        .collect::<wasmparser::Result<_>>()
        .map_err(told)
}
