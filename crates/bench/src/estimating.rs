//! Sizes of what package managers install.

use std::rc::Rc;

use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::Project;

use crate::simulating::keystrokes;
use crate::{Prepared, Target, Unit, Workload};

/// The whole analysis, of which the estimate is the larger part: the project has almost no files.
pub(crate) const CLOSURES: Workload = Workload {
    name: "estimate: 30 instructions, three apt-get install",
    unit: Unit::Time,
    target: Some(Target::WasmMilliseconds(2.0)),
    prepare: || -> Prepared {
        let files = FileTree::default()
            .with("requirements.txt", FileNode::text("django==5.2\n"))
            .with("main.py", FileNode::text("print()\n"));
        let project = Project {
            dockerfile: DOCKERFILE.into(),
            files: Rc::new(files),
            ..Project::default()
        };
        keystrokes(&project, 30)
    },
};

const DOCKERFILE: &str = r#"FROM debian:bookworm AS tools
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y build-essential git curl libpq-dev
WORKDIR /tools
COPY requirements.txt .
RUN make one
RUN make two
RUN make three
FROM python:3.13-slim AS builder
ENV PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libxml2-dev libjpeg-dev ffmpeg
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY --from=tools /tools/out /tools
RUN /tools/run
COPY main.py .
RUN python -m compileall .
FROM python:3.13-slim
LABEL title=estimates
RUN apt-get update && apt-get install -y postgresql-client nginx imagemagick && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home web
WORKDIR /srv
COPY --from=builder /build /srv
COPY main.py .
RUN chown -R web /srv
ENV PORT=8000
USER web
EXPOSE 8000
CMD ["python", "main.py"]
"#;
