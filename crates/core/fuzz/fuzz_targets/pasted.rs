//! Any text that is pasted as the output of a Docker command gives figures or a reason, and the project can be worked out
//! with the figures.

#![no_main]

use layerlab_core::known::read_output;
use layerlab_core::lab::{Lab, Project};
use libfuzzer_sys::fuzz_target;

const DOCKERFILE: &str = r#"FROM python:3.13-slim AS builder
RUN pip wheel -w /wheels gunicorn
FROM python:3.13-slim
WORKDIR /app
COPY --from=builder /wheels /wheels
RUN pip install /wheels/* && \
    rm -r /wheels
ENV MODE=production
CMD ["gunicorn"]
"#;

fuzz_target!(|text: &str| {
    let lab = Lab::open(Project {
        dockerfile: DOCKERFILE.into(),
        ..Project::default()
    });
    match read_output(text, &lab.simulate().plan) {
        Ok(reading) => {
            assert!(!reading.figures.is_empty());
            let mut project = lab.project.clone();
            project.known = reading.figures.into();
            let analysis = lab.with_project(project).analyze();
            assert_eq!(analysis.rows.len(), analysis.syntax.instructions.len());
        }
        Err(reason) => assert!(!reason.message().is_empty()),
    }
});
