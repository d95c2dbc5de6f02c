//! What a user can do.

use std::rc::Rc;
use std::time::Duration;

use layerlab_core::PackageTable;
use layerlab_core::checks::TextEdit;
use layerlab_core::compose::Service;
use layerlab_core::graph::BuildOptions;
use layerlab_core::known::{KnownFigures, Subject};
use layerlab_core::lab::{Lab, TypicalEdit};
use layerlab_core::schedule::Machine;
use layerlab_core::share::OpenedLink;

use super::{LoadedProject, SecondSource, Theme};

/// What a user did.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// The text of the Dockerfile is now this.
    DockerfileEdited(Rc<str>),
    /// The text of `.dockerignore` is now this.
    IgnoreEdited(Rc<str>),
    /// The text of a file of the project is now this.
    FileEdited {
        /// The file.
        path: Rc<str>,
        /// Its text.
        text: Rc<str>,
    },
    /// An empty file was added to the project.
    FileAdded(String),
    /// A file, or a folder with all that is in it, was deleted.
    FileRemoved(String),
    /// A file, or a folder with all that is in it, got another path.
    FileRenamed {
        /// The path it had.
        from: String,
        /// The path it has now.
        to: String,
    },
    /// A file of which only the size is known was added, or got another size.
    FileSized {
        /// The file.
        path: String,
        /// Its size.
        size_bytes: u64,
    },
    /// Another file of the project is the Dockerfile.
    DockerfileChosen(Rc<str>),
    /// A line is wanted at the end of the ignore file.
    LineIgnored(String),
    /// A fix was chosen, which was found for this text of the Dockerfile.
    FixApplied {
        /// The text.
        dockerfile: Rc<str>,
        /// What is changed.
        edits: Vec<TextEdit>,
    },
    /// A file of which only the size is known so far is wanted as text.
    TextWanted(Rc<str>),
    /// The text of such a file was read.
    TextRead {
        /// Id of the project that it belongs to.
        project: Rc<str>,
        /// The file.
        path: Rc<str>,
        /// Its text.
        text: Rc<str>,
    },
    /// A project was loaded from the user's computer.
    ProjectLoaded {
        /// A new id.
        id: Rc<str>,
        /// The project, of which nothing was built yet.
        lab: Box<Lab>,
        /// A sentence about it that the user should read.
        note: Option<Rc<str>>,
    },
    /// A link was opened.
    LinkOpened(Box<OpenedLink>),
    /// These projects were kept in the browser.
    KeptFound(Vec<LoadedProject>),
    /// A project that was kept was opened.
    KeptOpened {
        /// Its id.
        id: Rc<str>,
        /// What was kept.
        link: Box<OpenedLink>,
    },
    /// A project got another name.
    ProjectRenamed {
        /// Its id.
        id: Rc<str>,
        /// The id that it has from now on: a new one if it was an example, which stays as it is.
        to: Rc<str>,
        /// Its name.
        name: Rc<str>,
    },
    /// A project is to be as if it had never been opened.
    ProjectForgotten(Rc<str>),
    /// A sentence for the user, to be shown until it is taken away; `None` takes it away.
    NoticeShown(Option<Rc<str>>),
    /// A stage was chosen as target; `None` for the last stage of the file.
    TargetChosen(Option<String>),
    /// The project is to be built as a service of its Compose file says.
    ServiceChosen(Box<Service>),
    /// The options of the build are now these.
    OptionsChosen(Box<BuildOptions>),
    /// Another machine builds.
    MachineChosen(Machine),
    /// The size of a layer or base image was set by hand, in bytes; `None` goes back to the estimate.
    SizeSet(Subject, Option<u64>),
    /// The time of a step was set by hand; `None` goes back to the estimate.
    TimeSet(Subject, Option<Duration>),
    /// Real figures were read from the output of a command.
    FiguresRead(Box<KnownFigures>),
    /// All figures are to be estimates again.
    FiguresForgotten,
    /// The user says whether the files at a path of a stage that runs again come out as before.
    OutputTold {
        /// The stage.
        stage: String,
        /// The path that is copied from it.
        path: String,
        /// They come out as before.
        unchanged: bool,
    },
    /// The project was built.
    Built,
    /// A tab was opened.
    TabChosen(FileTab),
    /// The tab of a file was closed.
    FileClosed(Rc<str>),
    /// The cursor is on another line of the Dockerfile, 1-based.
    LineChosen(usize),
    /// A line of the Dockerfile was chosen elsewhere: the editor goes there.
    LineRevealed(usize),
    /// A tab of the side panel was opened.
    PanelChosen(Panel),
    /// Another build is looked at.
    BuildSelected(Moment),
    /// What an edit would do is looked at.
    EditPreviewed(Box<TypicalEdit>),
    /// An edit is made.
    EditMade(Box<TypicalEdit>),
    /// Texts, files and options are to be those of an earlier build again, by its number.
    BuildRestored(usize),
    /// Things are to be compared.
    CompareOpened(Compare),
    /// No more.
    CompareClosed,
    /// A second Dockerfile is wanted from there.
    SecondOpened(SecondSource),
    /// The text of the second Dockerfile is now this.
    SecondEdited(Rc<str>),
    /// The second Dockerfile is to take the place of the first.
    SecondTaken,
    /// The list of keys is wanted, or no more.
    ShortcutsShown(bool),
    /// Images are compared with that of this build; `None` for the last one.
    AgainstChosen(Option<usize>),
    /// The last step that was not typed is undone.
    Undone,
    /// The last step that was undone is done again.
    Redone,
    /// What is said of the last step is taken away.
    StepSaid,
    /// An example project was opened, by its id.
    ProjectOpened(String),
    /// An example was loaded.
    ExampleRead {
        /// Its id.
        id: Rc<str>,
        /// Its files, packed.
        packed: Rc<str>,
        /// It is to be opened; otherwise a lesson needs it.
        opened: bool,
    },
    /// The lessons are to be listed. They are loaded if they are not here yet.
    CourseWanted,
    /// A lesson is to be opened, by its id. It is loaded first.
    LessonWanted(Rc<str>),
    /// A lesson that somebody wrote is to be opened. What it needs is loaded first.
    OwnLessonWanted {
        /// What is said to hold it, such as the name of a file.
        source: Rc<str>,
        /// Its text.
        text: Rc<str>,
    },
    /// A lesson that somebody wrote was read.
    OwnLessonRead {
        /// The id that it has in this page.
        id: Rc<str>,
        /// Its text.
        text: Rc<str>,
    },
    /// The lessons came, packed, or the reason why they did not, as part of a sentence.
    CourseRead(Result<Rc<str>, Rc<str>>),
    /// These lessons were done in an earlier visit.
    LessonsDone(Vec<Rc<str>>),
    /// A lesson is opened as it is at first, or joins its project that is open.
    LessonOpened(Rc<str>),
    /// The open lesson is to begin again.
    LessonRestarted,
    /// Another step of the open lesson is wanted, counted from 0.
    LessonStepChosen(usize),
    /// One hint more of the open lesson is wanted.
    HintWanted,
    /// The solution of the open lesson is wanted.
    SolutionWanted,
    /// The solution is to be put into the project.
    SolutionApplied,
    /// All goals of the open lesson are met.
    LessonDone,
    /// A theme was chosen.
    ThemeChosen(Theme),
    /// A table of packages that could not be had is wanted again.
    TableWanted(PackageTable),
    /// The bytes of a table of packages came, or the reason why they did not.
    TableArrived {
        /// The table.
        table: PackageTable,
        /// Its bytes, or part of a sentence.
        bytes: Result<Rc<[u8]>, Rc<str>>,
    },
}

/// What stands in the place of the editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileTab {
    /// The Dockerfile.
    Dockerfile,
    /// `.dockerignore`.
    Dockerignore,
    /// The tree of all files.
    Context,
    /// A text file of the project, by its path.
    File(Rc<str>),
}

impl FileTab {
    /// The path of the text that it shows.
    pub(crate) fn path(&self) -> Option<&str> {
        match self {
            Self::Dockerfile => Some("Dockerfile"),
            Self::Dockerignore => Some(".dockerignore"),
            Self::Context => None,
            Self::File(path) => Some(path),
        }
    }

    /// What stands for it in a link: its path, or a slash for the tree.
    pub(crate) fn id(&self) -> &str {
        self.path().unwrap_or("/")
    }

    /// The tab of an id; the Dockerfile if it is empty.
    pub(crate) fn from_id(id: &str) -> Self {
        match id {
            "" | "Dockerfile" => Self::Dockerfile,
            ".dockerignore" => Self::Dockerignore,
            "/" => Self::Context,
            path => Self::File(path.into()),
        }
    }
}

/// What the side panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    /// The instruction that the cursor is on.
    Explain,
    /// What is wrong with the Dockerfile or could be better.
    Checks,
    /// When each step runs.
    Timeline,
    /// What the final image is made of.
    Image,
    /// What each edit would cost.
    WhatIf,
    /// BuildKit and the builder before it, side by side.
    Builders,
    /// The lesson that is open. There is a tab for it only then.
    Lesson,
}

impl Panel {
    /// All panels in the order of their tabs: the panel, its id, which never changes, and what the tab says.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Lesson, "lesson", "Lesson"),
        (Self::Explain, "explain", "Explain"),
        (Self::Checks, "checks", "Checks"),
        (Self::Timeline, "timeline", "Timeline"),
        (Self::Image, "image", "Image"),
        (Self::WhatIf, "what-if", "What if"),
        (Self::Builders, "builders", "Builders"),
    ];

    /// Its id.
    pub(crate) fn id(self) -> &'static str {
        let found = Self::ALL.iter().find(|(panel, _, _)| *panel == self);
        found.map_or("", |(_, id, _)| *id)
    }

    /// The panel of an id.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, other, _)| *other == id);
        found.map(|(panel, _, _)| *panel)
    }
}

/// A build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// The one that would run now.
    Now,
    /// An earlier one, by its number.
    Build(usize),
    /// The one that would run after an edit that is not made.
    Preview,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compare {
    /// Two builds.
    Builds(Moment, Moment),
    /// The Dockerfile of the project and a second one.
    Dockerfiles,
}
