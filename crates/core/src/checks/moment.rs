//! The moments at which rules are asked, in the order in which BuildKit comes to them.

use layerlab_dockerignore::IgnoreFile;

use crate::graph::platform::Platform;

/// Something that BuildKit has just read or worked out.
#[derive(Debug, Clone, Copy)]
pub enum Moment<'a> {
    /// The line parser met an empty line inside an instruction.
    EmptyContinuation,
    /// FROM, before it is known whether it can be one.
    From {
        /// The keyword as written.
        keyword: &'a str,
        /// Its arguments.
        words: &'a [String],
    },
    /// MAINTAINER, before it is known whether it can be one.
    Maintainer,
    /// FROM with a name, or ARG, that has a comment directly above.
    Described {
        /// `FROM` or `ARG`.
        instruction: &'a str,
        /// The names that it defines.
        names: &'a [&'a str],
        /// The last line of the comment, without `#`.
        comment: &'a str,
    },
    /// A stage has a name.
    StageNamed {
        /// In lower case.
        name: &'a str,
        /// An earlier stage has the same.
        taken: bool,
    },
    /// All instructions are read, and this is one of them.
    Keyword {
        /// As written.
        written: &'a str,
        /// More instructions of the file are written in lower case than in upper case.
        majority_is_lower: bool,
    },
    /// The base of a stage, if no build arguments were given.
    DefaultBase {
        /// As written.
        written: &'a str,
        /// It can be the name of an image.
        valid: bool,
    },
    /// FROM uses a variable that has no value.
    UnsetInFrom {
        /// Its name.
        name: &'a str,
        /// The arguments declared before the first FROM, and the predefined ones.
        declared: &'a [&'a str],
    },
    /// `--platform` of FROM.
    StagePlatform {
        /// As written.
        written: &'a str,
        /// Variables expanded.
        value: &'a str,
        /// The variables that it uses and that have a value.
        used: &'a [String],
        /// Those that have none.
        unset: &'a [String],
        /// Name of the stage in lower case, empty if it has none.
        stage: &'a str,
        /// Value of `TARGETPLATFORM`.
        target: &'a str,
    },
    /// The base image of a stage is looked up.
    BaseImage {
        /// Its name, variables expanded.
        name: &'a str,
        /// The platform of the stage.
        expected: &'a Platform,
        /// The platform of the image.
        actual: &'a Platform,
    },
    /// An instruction uses a variable that is not set.
    UnsetVariable {
        /// Its name.
        name: &'a str,
        /// The arguments that the stage declares.
        arguments: &'a [String],
        /// The variables that are set, oldest first.
        set: &'a [(String, String)],
    },
    /// A pair of ENV or LABEL.
    Pair {
        /// The keyword as written.
        keyword: &'a str,
        /// It is ENV.
        is_env: bool,
        /// The key, variables expanded.
        key: &'a str,
        /// It is written with `=`.
        equals: bool,
    },
    /// A name that ARG declares in a stage.
    Argument {
        /// The name.
        name: &'a str,
    },
    /// WORKDIR.
    WorkingDirectory {
        /// The path, variables expanded.
        path: &'a str,
        /// It begins at the root.
        absolute: bool,
        /// The file has set one before, in this stage or in one that it is built on.
        known: bool,
    },
    /// CMD, ENTRYPOINT or HEALTHCHECK stands in the stage once more. The place is that of the earlier one.
    Replaced {
        /// The keyword of the later one as written.
        keyword: &'a str,
    },
    /// CMD or ENTRYPOINT in shell form.
    ShellForm {
        /// The keyword as written.
        keyword: &'a str,
        /// SHELL is set.
        shell_is_set: bool,
    },
    /// A port of EXPOSE.
    Port {
        /// As written, variables expanded.
        written: &'a str,
        /// `tcp`, if none is written.
        protocol: &'a str,
        /// It names an address or a port of the host.
        maps_host: bool,
    },
    /// A path of the build context that COPY or ADD takes.
    Source {
        /// It is ADD.
        is_add: bool,
        /// The path, variables expanded.
        path: &'a str,
        /// The ignore file; `None` if it has no patterns.
        ignore: Option<&'a IgnoreFile>,
    },
}
