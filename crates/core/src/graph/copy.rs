//! COPY and ADD.
//!
//! BuildKit: `convert_copy.go:dispatchCopy`.

use layerlab_syntax::expand::ExpandOptions;
use layerlab_syntax::{Instruction, Source, Transfer};

use super::operation::{CopyAction, CopySource, InputKind, Operation};
use super::paths;
use super::planner::{Item, Planner, RawError, StageState};
use super::raw::{RawId, RawNode};
use super::reference_grammar::digest_error;
use super::remote::Remote;
use super::repository::{self, RepositoryFlags};
use super::run::chomped;
use super::stages::error_at;

/// The flags of one COPY or ADD, expanded.
struct Flags {
    owner: String,
    mode: String,
    /// `--chmod` as given.
    written_mode: String,
    link: bool,
    parents: bool,
    exclude: Vec<String>,
    checksum: Option<String>,
    /// As far as it is given.
    keep_git_directory: Option<bool>,
    unpack: Option<bool>,
}

/// Whether a flag that needs no value is on; `None` if it is not given.
pub(crate) fn switch(instruction: &Instruction, name: &str) -> Option<bool> {
    let flag = instruction.flag(name)?;
    let on = flag
        .value
        .as_ref()
        .is_none_or(|value| !value.value.eq_ignore_ascii_case("false") && value.value != "0");
    Some(on)
}

impl Flags {
    fn of_repository(&self) -> RepositoryFlags<'_> {
        RepositoryFlags {
            keep_git_directory: self.keep_git_directory,
            checksum: self.checksum.as_deref().unwrap_or_default(),
        }
    }

    /// The instruction as the history shows it: some of the flags, the sources and the destination, expanded.
    fn history(&self, is_add: bool, actions: &[CopyAction], destination: &str) -> String {
        let mut text = if is_add { "ADD" } else { "COPY" }.to_owned();
        if self.parents {
            text.push_str(" --parents");
        }
        for (name, value) in [("chown", &self.owner), ("chmod", &self.written_mode)] {
            if !value.is_empty() {
                text.push_str(&format!(" --{name}={value}"));
            }
        }
        for action in actions {
            text.push_str(&format!(" {}", action.source.written));
        }
        format!("{text} {destination}")
    }
}

/// Where the sources of an instruction come from: each input only once.
#[derive(Default)]
struct Inputs {
    list: Vec<(Option<RawId>, InputKind)>,
}

impl Inputs {
    fn index_of(&mut self, node: Option<RawId>) -> usize {
        // Place 0 is the file system copied into, also when it is the same node.
        if let Some(index) = self
            .list
            .iter()
            .skip(1)
            .position(|(known, _)| *known == node)
        {
            return index + 1;
        }
        self.list.push((node, InputKind::Content));
        self.list.len() - 1
    }
}

impl Planner<'_> {
    pub(super) fn dispatch_copy(
        &mut self,
        state: &mut StageState,
        item: Item<'_>,
        transfer: &Transfer,
        is_add: bool,
    ) -> Result<(), String> {
        let flags = self.read_copy_flags(state, item)?;
        let text = self.shown_text(item, &state.environment, false);
        let written = self.expand(state, &transfer.destination.value)?;
        let destination = paths::destination(&state.working_directory, &written);
        let from = match item
            .instruction
            .flag("from")
            .and_then(|flag| flag.value.as_ref())
        {
            Some(value) if !value.value.is_empty() => {
                self.stage_or_image(state, item, &value.value)?
            }
            _ => Some(self.context()),
        };
        if let Some(checksum) = flags.checksum.as_deref() {
            self.check_checksum(state, transfer, checksum)?;
        }
        let link = flags.link && flags.mode.is_empty();
        // On an empty file system there is nothing to merge with (`client/llb/merge.go:Merge`).
        let merges = link && state.root.is_some();
        let root = if link { None } else { state.root };
        let mut inputs = Inputs {
            list: vec![(root, InputKind::Root)],
        };
        let mut actions = Vec::new();
        // Files stand before documents, whatever their order in the instruction.
        let (documents, files): (Vec<&Source>, Vec<&Source>) =
            (transfer.sources.iter()).partition(|source| matches!(source, Source::Heredoc(_)));
        for source in files.into_iter().chain(documents) {
            let (input, source, unpack) = self.read_source(
                state,
                item,
                source,
                from,
                &flags,
                is_add,
                &mut inputs,
                &text,
            )?;
            actions.push(CopyAction {
                input,
                source,
                destination: destination.clone(),
                ends_in_dot: written.ends_with("/."),
                owner: canonical_owner(&flags.owner),
                mode: flags.mode.clone(),
                unpack,
                parents: flags.parents,
                exclude: flags.exclude.clone(),
            });
        }
        state.record_step(&flags.history(is_add, &actions, &written));
        let names_owner = actions.iter().any(|action| needs_names(&action.owner));
        let operation = Operation::Copy(actions);
        let node = if merges {
            self.add_linked(state, item, operation, inputs.list, text)
        } else {
            self.add_step(state, item, operation, inputs.list, text)
        };
        if link && !merges {
            // The one vertex that is left of the two is the one whose progress is not shown.
            self.graph.hide(node);
        }
        if names_owner && root.is_none() {
            let hint = if link {
                "With --link, --chown needs numbers, such as --chown=1000:1000."
            } else {
                NO_NAMES_IN_SCRATCH
            };
            self.fail_without_names(item, node, hint);
        }
        Ok(())
    }

    fn check_checksum(
        &self,
        state: &StageState,
        transfer: &Transfer,
        checksum: &str,
    ) -> Result<(), String> {
        let mut paths = Vec::new();
        for source in &transfer.sources {
            if let Source::Path(path) = source {
                paths.push(self.expand(state, &path.value)?);
            }
        }
        match paths.as_slice() {
            [path] => match Remote::of(path) {
                Some(Remote::File(_)) => {
                    digest_error(checksum).map_or(Ok(()), |reason| Err(reason.to_owned()))
                }
                Some(Remote::Git) => Ok(()),
                None => Err("checksum requires HTTP(S) or Git sources".to_owned()),
            },
            _ => Err("checksum can't be specified for multiple sources".to_owned()),
        }
    }

    /// `--link`: a copy onto nothing, and a merge of that with the stage so far. Gives the copy.
    fn add_linked(
        &mut self,
        state: &mut StageState,
        item: Item<'_>,
        operation: Operation,
        inputs: Vec<(Option<RawId>, InputKind)>,
        text: String,
    ) -> RawId {
        let copy = self.graph.add(RawNode {
            operation,
            inputs,
            display: None,
            instruction: Some(item.index),
            stage: Some(state.stage),
            ignore_cache: state.ignore_cache,
            group: None,
        });
        let inputs = vec![(state.root, InputKind::Root), (Some(copy), InputKind::Root)];
        let merge = self.add_step(state, item, Operation::Merge, inputs, text);
        self.graph.set_group(copy, merge);
        copy
    }

    /// There is no /etc/passwd in an empty file system to look a name up in.
    pub(super) fn fail_without_names(&mut self, item: Item<'_>, node: RawId, hint: &str) {
        let mut error = error_at(item.instruction, "invalid user index: -1".to_owned());
        error.hint = hint.to_owned();
        self.errors.push(RawError {
            error,
            node: Some(node),
        });
    }

    fn read_copy_flags(&self, state: &StageState, item: Item<'_>) -> Result<Flags, String> {
        let value = |name: &str| -> Result<Option<String>, String> {
            let flag = item
                .instruction
                .flag(name)
                .and_then(|flag| flag.value.as_ref());
            flag.map(|value| self.expand(state, &value.value))
                .transpose()
        };
        let is_set = |name: &str| switch(item.instruction, name).unwrap_or(false);
        let exclude = item
            .instruction
            .flags
            .iter()
            .filter(|flag| flag.name.value == "exclude")
            .filter_map(|flag| flag.value.as_ref())
            // Variables mean nothing here (`instructions.CopyCommand.Expand`).
            .map(|value| value.value.to_string())
            .collect();
        Ok(Flags {
            owner: value("chown")?.unwrap_or_default(),
            written_mode: value("chmod")?.unwrap_or_default(),
            mode: value("chmod")?.map_or(Ok(String::new()), |mode| canonical_mode(&mode))?,
            link: is_set("link"),
            parents: is_set("parents"),
            exclude,
            checksum: value("checksum")?.filter(|checksum| !checksum.is_empty()),
            keep_git_directory: switch(item.instruction, "keep-git-dir"),
            unpack: switch(item.instruction, "unpack"),
        })
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "all of them are the surroundings of one source"
    )]
    fn read_source(
        &mut self,
        state: &StageState,
        item: Item<'_>,
        source: &Source,
        from: Option<RawId>,
        flags: &Flags,
        is_add: bool,
        inputs: &mut Inputs,
        text: &str,
    ) -> Result<(usize, CopySource, bool), String> {
        match source {
            Source::Heredoc(index) => {
                let Some(heredoc) = item.instruction.heredocs.get(*index) else {
                    return Err("unterminated heredoc".to_owned());
                };
                let mut content = chomped(heredoc);
                if heredoc.expand {
                    // Quotes have no meaning in a document, and the escape character is always the backslash.
                    let mut options = ExpandOptions::new('\\');
                    options.ignore_quotes = true;
                    content = state.environment.expand(&content, options)?;
                }
                let document = self.inline_document(&heredoc.name, &content);
                let source = CopySource {
                    path: paths::clean(&heredoc.name),
                    pivot: "/".to_owned(),
                    written: format!("<<{}", heredoc.name),
                    wildcards: false,
                };
                Ok((inputs.index_of(Some(document)), source, false))
            }
            Source::Path(path) => {
                let written = self.expand(state, &path.value)?;
                let remote = Remote::of(&written);
                if remote == Some(Remote::Git) {
                    repository::check(&written, flags.of_repository())?;
                }
                if let (false, Some(remote)) = (is_add, &remote) {
                    return Err(match remote {
                        Remote::Git => "source can't be a git ref for COPY",
                        Remote::File(_) => "source can't be a URL for COPY",
                    }
                    .to_owned());
                }
                if let Some(remote) = remote {
                    let download = self.graph.add(RawNode {
                        operation: Operation::Download {
                            url: written.clone(),
                            checksum: flags.checksum.clone(),
                            keep_git_directory: flags.keep_git_directory.unwrap_or(false),
                        },
                        inputs: Vec::new(),
                        // The download is shown under the same name as the step (`convert_copy.go`).
                        display: Some(state.clone().name_next(text.to_owned())),
                        instruction: Some(item.index),
                        stage: Some(state.stage),
                        ignore_cache: false,
                        group: None,
                    });
                    let source = CopySource {
                        path: match remote {
                            Remote::Git => "/".to_owned(),
                            Remote::File(name) => paths::clean(&name),
                        },
                        pivot: "/".to_owned(),
                        written,
                        wildcards: false,
                    };
                    return Ok((
                        inputs.index_of(Some(download)),
                        source,
                        flags.unpack.unwrap_or(false),
                    ));
                }
                let above = written.split_once("/./").map(|(above, _)| above);
                let source = CopySource {
                    wildcards: paths::has_wildcards(&written),
                    path: paths::clean(&written),
                    pivot: paths::clean(above.unwrap_or_default()),
                    written,
                };
                Ok((
                    inputs.index_of(from),
                    source,
                    is_add && flags.unpack.unwrap_or(true),
                ))
            }
        }
    }
}

/// What to do about a name in a stage built `FROM scratch`.
pub(super) const NO_NAMES_IN_SCRATCH: &str =
    "FROM scratch has no /etc/passwd, so owners have to be numbers, such as 1000:1000.";

/// An owner with what are numbers as numbers, `root` being one (`client/llb/fileop.go:WithUser`).
pub(super) fn canonical_owner(owner: &str) -> String {
    if owner.is_empty() {
        return String::new();
    }
    let parts = owner.splitn(2, ':').map(|part| match part {
        "" | "root" => "0".to_owned(),
        name => name
            .parse::<i32>()
            .map_or_else(|_| name.to_owned(), |id| id.cast_unsigned().to_string()),
    });
    parts.collect::<Vec<_>>().join(":")
}

/// Whether one of the parts of an owner is a name that has to be looked up.
pub(super) fn needs_names(owner: &str) -> bool {
    !owner.is_empty()
        && owner
            .splitn(2, ':')
            .any(|part| part.parse::<u32>().is_err())
}

/// `--chmod`: octal without leading zeros, or symbolic as it is.
pub(crate) fn canonical_mode(mode: &str) -> Result<String, String> {
    if mode.is_empty() {
        return Ok(String::new());
    }
    if !mode.starts_with(|first: char| first.is_ascii_digit()) {
        return if is_symbolic_mode(mode) {
            Ok(mode.to_owned())
        } else {
            Err("invalid syntax".to_owned())
        };
    }
    match u32::from_str_radix(mode, 8) {
        Ok(bits) if bits <= 0o7777 => Ok(format!("{bits:o}")),
        _ => Err(format!(
            "invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777"
        )),
    }
}

/// Clauses like `ug+rwX` with commas between them. BuildKit: `dchapes-mode`, `Parse`.
fn is_symbolic_mode(mode: &str) -> bool {
    mode.split(',').all(|clause| {
        let changes = clause.trim_start_matches(['a', 'u', 'g', 'o']);
        changes.starts_with(['+', '-', '='])
            && changes
                .chars()
                .all(|change| "+-=rstwXxugo".contains(change))
    })
}

#[cfg(test)]
mod tests {
    use super::canonical_mode;

    #[test]
    fn modes_are_octal_or_symbolic() {
        for (mode, canonical) in [
            ("0755", "755"),
            ("7777", "7777"),
            ("u=rwx,go+rX", "u=rwx,go+rX"),
            ("+x-w", "+x-w"),
            ("go=", "go="),
        ] {
            assert_eq!(canonical_mode(mode).as_deref(), Ok(canonical), "{mode}");
        }
        for mode in ["999", "10000", "0755x", "7-", "99999999999999"] {
            let refused = format!(
                "invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777"
            );
            assert_eq!(canonical_mode(mode), Err(refused), "{mode}");
        }
        for mode in ["rwx", "+755", "-1", "u+q", "u+x,g", "x+u"] {
            assert_eq!(
                canonical_mode(mode).as_deref(),
                Err(&"invalid syntax".to_owned()),
                "{mode}"
            );
        }
    }
}
