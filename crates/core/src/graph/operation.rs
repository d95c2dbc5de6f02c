//! What a vertex does: the part of a vertex that its identity and its cache key are made of.

use std::rc::Rc;

use super::options::BaseImage;
use super::plan::VertexId;

/// Why a vertex needs another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InputKind {
    /// The file system that the step works on: matched by definition only.
    Root,
    /// Files are copied or mounted from it: matched by definition, else by content.
    Content,
}

/// One input of a vertex.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Input {
    /// The vertex whose result is used; `None` is the empty file system (`scratch`).
    pub vertex: Option<VertexId>,
    /// How it may be matched.
    pub kind: InputKind,
}

/// The operation of a vertex.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Operation {
    /// The files and configuration of a base image.
    Image(Rc<BaseImage>),
    /// The build context, which never matches by definition.
    Context,
    /// A file that stands in the Dockerfile itself (heredoc).
    InlineFiles(Vec<(String, Rc<str>)>),
    /// A download (`ADD https://…`, `ADD git://…`).
    Download {
        /// The address.
        url: String,
        /// `--checksum`, if given.
        checksum: Option<String>,
        /// `--keep-git-dir`.
        keep_git_directory: bool,
    },
    /// `RUN`.
    Exec(Box<Exec>),
    /// `WORKDIR`: makes a directory. Input 0 is the file system.
    MakeDirectory {
        /// Absolute path.
        path: String,
        /// User that owns it, written as in [`CopyAction::owner`].
        owner: String,
        /// `SOURCE_DATE_EPOCH`, if given as a build argument.
        timestamp: Option<String>,
    },
    /// `COPY` and `ADD`. Input 0 is the file system copied into, the others are the sources.
    Copy(Vec<CopyAction>),
    /// The second half of `COPY --link`: puts the copied files (input 1) on top of the file system (input 0).
    Merge,
}

/// One source of a COPY or ADD.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CopyAction {
    /// Index of the vertex's input that the files come from.
    pub input: usize,
    /// What is taken from it.
    pub source: CopySource,
    /// Absolute destination, with its trailing slash if it has one.
    pub destination: String,
    /// It was written with `/.` at its end, which BuildKit keeps. Nothing is copied to another place, but the key is another.
    pub ends_in_dot: bool,
    /// `--chown`, expanded, with what are numbers as numbers; empty if not given.
    pub owner: String,
    /// `--chmod`, octal as a number without leading zeros, symbolic as text; empty if not given.
    pub mode: String,
    /// ADD unpacks local archives.
    pub unpack: bool,
    /// `--parents`.
    pub parents: bool,
    /// `--exclude`, in order.
    pub exclude: Vec<String>,
}

impl CopyAction {
    /// With `--parents`, the directory below which paths are kept.
    #[must_use]
    pub fn kept_below(&self) -> Option<&str> {
        self.parents.then_some(&self.source.pivot)
    }
}

/// Which files a copy takes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CopySource {
    /// Cleaned absolute path inside the input, such as `/requirements.txt` or `/`; may hold wildcards.
    pub path: String,
    /// The part of `path` before `/./`, `/` if there is none: with `--parents` the copied paths begin behind it.
    pub pivot: String,
    /// As the Dockerfile says it, expanded, for messages.
    pub written: String,
    /// False if wildcards have no meaning (heredocs, downloads).
    pub wildcards: bool,
}

/// What a RUN runs, and in which surroundings. All of it is in the cache key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Exec {
    /// Shell words and the command line, or the JSON words.
    pub args: Vec<String>,
    /// Length of the part of `args` that comes from SHELL (0 in JSON form).
    pub shell_length: usize,
    /// The environment in order; setting a name again moves it to the end.
    pub env: Vec<(String, String)>,
    /// Current directory.
    pub working_directory: String,
    /// USER as written.
    pub user: String,
    /// `--network`, empty for the default.
    pub network: String,
    /// `--security`, empty for the default.
    pub security: String,
    /// Hosts added, names only in the key.
    pub add_hosts: Vec<String>,
    /// Frontend options that count: host name, ulimits, shared memory.
    pub extras: Vec<String>,
    /// `RUN --mount`, sorted by target; then those that have no files of their own (secrets, sockets), as written.
    pub mounts: Vec<Mount>,
    /// `OS/architecture`.
    pub platform: String,
}

impl Exec {
    /// The command line of the shell form.
    #[must_use]
    pub fn script(&self) -> Option<&str> {
        if self.shell_length == 0 {
            None
        } else {
            self.args.get(self.shell_length).map(String::as_str)
        }
    }
}

/// One `--mount`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mount {
    /// Absolute path.
    pub target: String,
    /// Its type and what belongs to it.
    pub kind: MountKind,
    /// Read only.
    pub read_only: bool,
}

impl Mount {
    /// What is mounted or fills the mount at first, if that comes from a stage, an image or the context.
    #[must_use]
    pub fn source(&self) -> Option<&BindMount> {
        match &self.kind {
            MountKind::Bind(source)
            | MountKind::Cache {
                from: Some(source), ..
            } => Some(source),
            _ => None,
        }
    }
}

/// A bind mount's source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BindMount {
    /// Index of the vertex's input.
    pub input: usize,
    /// Path inside it.
    pub source: String,
}

/// Types of mounts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MountKind {
    /// `type=bind`.
    Bind(BindMount),
    /// `type=cache`: a directory that is kept between builds and is never part of a layer.
    Cache {
        /// As it counts in the key: the id in its default form, empty where BuildKit blanks it.
        key_id: String,
        /// The id given or the target.
        id: String,
        /// Input and path that fill it at first, if `from=` is given.
        from: Option<BindMount>,
        /// uid, gid and mode of the directory; empty if none of them is given.
        ownership: String,
    },
    /// `type=tmpfs` and its size in bytes, empty if none is given.
    Tmpfs(String),
    /// `type=secret`: the options as they count.
    Secret(String),
    /// `type=ssh`: the options as they count.
    Ssh(String),
}
