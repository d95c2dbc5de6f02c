//! What is done on a workbench, and what it is done with.

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree, NodeKind};
use layerlab_core::lab::Project;
use layerlab_core::schedule::machine_profiles;
use libfuzzer_sys::arbitrary::{self, Arbitrary};

/// One act. Numbers choose from what there is, by their remainder.
#[derive(Arbitrary, Debug)]
pub enum Act<'a> {
    /// A line of those below, with words of its own in place of two of its marks.
    Line {
        at: u8,
        line: u8,
        words: (u8, u8),
    },
    /// Any text on a line of its own.
    Raw {
        at: u8,
        text: &'a str,
    },
    /// Some letters, anywhere.
    Typed {
        at: u16,
        text: &'a str,
    },
    /// Some letters are gone.
    Cut {
        at: u16,
        length: u8,
    },
    /// A line is gone.
    Gone {
        at: u8,
    },
    /// Two lines change places.
    Swapped {
        one: u8,
        other: u8,
    },
    Ignore(Option<&'a str>),
    IgnoreLine(u8),
    Text {
        path: u8,
        text: &'a str,
    },
    Size {
        path: u8,
        bytes: u64,
        identity: u8,
    },
    Mode {
        path: u8,
        mode: u16,
    },
    Folder {
        path: u8,
    },
    Symlink {
        path: u8,
        target: u8,
    },
    NoFile {
        path: u8,
    },
    Target(Option<u8>),
    Argument {
        name: u8,
        value: Option<&'a str>,
    },
    NoCache(bool),
    NoCacheFilter {
        stage: u8,
        there: bool,
    },
    Platform(u8),
    Label {
        name: u8,
        value: &'a str,
    },
    Network(u8),
    Dockerfile(u8),
    Machine(u8),
    /// The user says that an output of a stage comes out as before.
    Unchanged {
        stage: u8,
        path: u8,
    },
    /// The output of a Docker command.
    Pasted(&'a str),
    /// All that can be looked at is, at this place of the text.
    Look(u16),
    Improve,
    /// The project of a build is taken again.
    Back(u8),
    Build,
}

const LINES: [&str; 62] = [
    "FROM python:3.13-slim AS @",
    "FROM @",
    "FROM scratch",
    "FROM alpine:3.20 AS @",
    "FROM --platform=$BUILDPLATFORM golang:1.24 AS @",
    "FROM $@",
    "ARG @=1",
    "ARG @",
    "ARG A=python:3.13-slim",
    "ENV @=1 B=$@",
    "ENV PATH=/srv/bin:$PATH",
    "WORKDIR /@",
    "WORKDIR @",
    "COPY . .",
    "COPY @ /@/",
    "COPY @ @ ./",
    "COPY --from=@ / /@",
    "COPY --from=0 /app /app",
    "COPY --from=nginx:alpine /etc/nginx /etc/@",
    "COPY --link --chown=1000 @ /x/",
    "COPY --chmod=755 --exclude=*.md @ /x/",
    "COPY --parents a/*/@ /y/",
    "COPY <<EOF /@",
    "COPY a* @/* /z/",
    "ADD https://example.com/a.tar /@",
    "ADD --checksum=sha256:00 https://example.com/a.tar /@",
    "ADD a.tar.gz /@",
    "ADD https://example.com/a.git#main /@",
    "RUN apt-get update && apt-get install -y --no-install-recommends gcc @",
    "RUN apt-get purge -y gcc && rm -rf /var/lib/apt/lists/*",
    "RUN --mount=type=cache,target=/root/.cache pip install -r @",
    "RUN pip install --no-cache-dir django==5.2 gunicorn",
    "RUN --mount=type=bind,from=@,source=/x,target=/y cp /y /@",
    "RUN --mount=type=secret,id=@ true",
    "RUN --network=none make @",
    "RUN <<EOF",
    "EOF",
    "RUN npm ci && npm run build",
    "RUN apk add --no-cache --virtual .deps gcc && apk del .deps",
    "RUN [\"echo\", \"@\"]",
    "RUN rm -rf /@ && mkdir -p /@/b && chown -R web /@",
    "RUN curl -fsSL https://example.com/$@ | tar xz -C /opt",
    "RUN go build -o /out ./...",
    "RUN echo $@ > /@.txt",
    "CMD [\"python\", \"@\"]",
    "CMD serve $@",
    "ENTRYPOINT [\"/@\"]",
    "LABEL a=$@",
    "USER @",
    "EXPOSE 8000 $@/udp",
    "VOLUME /@",
    "STOPSIGNAL SIG@",
    "HEALTHCHECK --interval=1s CMD curl @",
    "SHELL [\"/bin/bash\", \"-c\"]",
    "ONBUILD RUN @",
    "ONBUILD COPY @ .",
    "MAINTAINER @",
    "# syntax=docker/dockerfile:1",
    "# check=skip=all;error=true",
    "# escape=`",
    "RUN a \\",
    "   @ && \\",
];

const WORDS: [&str; 20] = [
    "app",
    "builder",
    "final",
    "a",
    "A",
    "B",
    "VERSION",
    "TARGETARCH",
    "requirements.txt",
    "src",
    "src/main.py",
    "..",
    "b c",
    "${A:-x}",
    "\u{202e}",
    "\"",
    "*",
    "0",
    "",
    "python:3.13-slim",
];

const PATHS: [&str; 16] = [
    "requirements.txt",
    "package.json",
    "package-lock.json",
    "src/main.py",
    "src/a/b.txt",
    "src",
    "a",
    "a/b/c.md",
    "a.tar.gz",
    ".env",
    "README.md",
    "docker/Dockerfile",
    "docker/Dockerfile.dockerignore",
    "node_modules/x/y.js",
    "..a",
    "a b/\u{e9}",
];

const IGNORE_LINES: [&str; 10] = [
    "*",
    "!src",
    "**/*.md",
    "!README.md",
    "node_modules",
    "src/**",
    "a/?",
    "[",
    "#",
    "/.env",
];

const PLATFORMS: [Option<&str>; 6] = [
    None,
    Some("linux/amd64"),
    Some("linux/arm64,linux/amd64"),
    Some("windows/amd64"),
    Some("nonsense"),
    Some(""),
];

fn one<T: Copy>(all: &[T], index: u8) -> T {
    all[usize::from(index) % all.len()]
}

/// The name of a stage, or none of any.
pub fn stage(index: u8) -> &'static str {
    WORDS[usize::from(index) % 4]
}

/// A path of the project, or none of any.
pub fn path(index: u8) -> &'static str {
    one(&PATHS, index)
}

/// What every run begins with.
pub fn start() -> Project {
    let files = FileTree::default()
        .with("requirements.txt", FileNode::text("django\n"))
        .with("src/main.py", FileNode::text("print()\n"))
        .with("src/a/b.txt", FileNode::sized(1000, "b"))
        .with("a", FileNode::text("a"));
    Project {
        name: "fuzzed".into(),
        dockerfile: "FROM python:3.13-slim AS builder\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n".into(),
        files: Rc::new(files),
        ..Project::default()
    }
}

/// The project after an edit.
pub fn edited(project: &Project, act: &Act<'_>) -> Project {
    let mut next = project.clone();
    let mut lines: Vec<&str> = project.dockerfile.split('\n').collect();
    let line_at = |at: u8| usize::from(at) % lines.len();
    match act {
        Act::Line { at, line, words } => {
            let at = line_at(*at);
            let line = one(&LINES, *line).replacen('@', one(&WORDS, words.0), 1);
            let line = line.replace('@', one(&WORDS, words.1));
            lines.insert(at, &line);
            next.dockerfile = lines.join("\n").into();
        }
        Act::Raw { at, text } => {
            let at = line_at(*at);
            lines.insert(at, text);
            next.dockerfile = lines.join("\n").into();
        }
        Act::Gone { at } => {
            let at = line_at(*at);
            lines.remove(at);
            next.dockerfile = lines.join("\n").into();
        }
        Act::Swapped { one, other } => {
            let (one, other) = (line_at(*one), line_at(*other));
            lines.swap(one, other);
            next.dockerfile = lines.join("\n").into();
        }
        Act::Typed { at, text } => {
            let mut dockerfile = project.dockerfile.to_string();
            dockerfile.insert_str(place(&dockerfile, *at), text);
            next.dockerfile = dockerfile.into();
        }
        Act::Cut { at, length } => {
            let text = &project.dockerfile;
            let start = place(text, *at);
            let end = text.floor_char_boundary((start + usize::from(*length)).min(text.len()));
            next.dockerfile = format!("{}{}", &text[..start], &text[end.max(start)..]).into();
        }
        Act::Ignore(text) => next.dockerignore = text.map(Into::into),
        Act::IgnoreLine(line) => next = project.with_ignore_lines([one(&IGNORE_LINES, *line)]),
        Act::Target(target) => next.options.target = target.map(|target| stage(target).to_owned()),
        Act::Argument { name, value } => {
            let name = one(&WORDS, *name).to_owned();
            match value {
                Some(value) => next.options.build_args.insert(name, (*value).to_owned()),
                None => next.options.build_args.remove(&name),
            };
        }
        Act::NoCache(no_cache) => next.options.no_cache = *no_cache,
        Act::NoCacheFilter { stage: name, there } => {
            next.options.no_cache_filter =
                there.then(|| stage(*name).to_owned()).into_iter().collect();
        }
        Act::Platform(platform) => {
            next.options.platform = one(&PLATFORMS, *platform).map(str::to_owned)
        }
        Act::Label { name, value } => {
            next.options
                .labels
                .insert(one(&WORDS, *name).to_owned(), (*value).to_owned());
        }
        Act::Network(network) => {
            next.options.network =
                one(&[None, Some("none"), Some("host")], *network).map(str::to_owned);
        }
        Act::Dockerfile(path) => {
            next.options.dockerfile_name =
                one(&[None, Some("docker/Dockerfile"), Some("a")], *path).map(str::to_owned);
        }
        Act::Machine(machine) => next.machine = one(&machine_profiles(), *machine).machine,
        act => edit_files(&mut next, act),
    }
    next
}

/// A byte offset between two characters.
fn place(text: &str, at: u16) -> usize {
    text.floor_char_boundary(usize::from(at) % (text.len() + 1))
}

fn edit_files(project: &mut Project, act: &Act<'_>) {
    let entries = &mut Rc::make_mut(&mut project.files).entries;
    match act {
        Act::Text { path: at, text } => entries.insert(path(*at), FileNode::text(text)),
        Act::Size {
            path: at,
            bytes,
            identity,
        } => {
            entries.insert(path(*at), FileNode::sized(*bytes, &identity.to_string()));
        }
        Act::Mode { path: at, mode } => {
            if let Some(node) = entries.get_mut(path(*at)) {
                node.mode = u32::from(*mode);
            }
        }
        Act::Folder { path: at } => entries.insert(path(*at), FileNode::directory()),
        Act::Symlink { path: at, target } => {
            let node = FileNode {
                kind: NodeKind::Symlink(path(*target).into()),
                mode: 0o777,
                modified: None,
            };
            entries.insert(path(*at), node);
        }
        Act::NoFile { path: at } => {
            entries.remove(path(*at));
        }
        _ => {}
    }
}
