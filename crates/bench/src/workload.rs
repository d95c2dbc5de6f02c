//! What a workload is.

/// Something that is measured.
#[derive(Clone, Copy)]
pub struct Workload {
    /// As the table calls it.
    pub name: &'static str,
    /// What a round does that is worth counting; the table shows times if it is nothing.
    pub unit: Unit,
    /// What was set as a goal.
    pub target: Option<Target>,
    /// Makes the input.
    pub prepare: fn() -> Prepared,
}

/// How a figure is shown.
#[derive(Clone, Copy)]
pub enum Unit {
    /// Time of one round.
    Time,
    /// So many of these are done in one round, and what counts is how many are done in a second.
    PerSecond(u32, &'static str),
}

/// A goal, and where it is to be reached.
#[derive(Clone, Copy)]
pub enum Target {
    /// At least this many a second natively.
    NativePerSecond(f64),
    /// At most this many milliseconds in WebAssembly, in the slowest variant.
    WasmMilliseconds(f64),
}

/// A workload with its input.
pub struct Prepared {
    /// How many inputs it has, such as edits at different lines. Each is measured on its own.
    pub variants: usize,
    /// Runs one round with one of them. The number that it gives depends on the work, so that none of it can be left
    /// out.
    pub round: Box<dyn FnMut(usize) -> usize>,
}

impl Prepared {
    /// A workload with one input.
    pub(crate) fn single(mut round: impl FnMut() -> usize + 'static) -> Self {
        Self {
            variants: 1,
            round: Box::new(move |_| round()),
        }
    }
}
