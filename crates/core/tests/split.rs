//! Stages that are split: what comes out for each language, that it builds, and what it gains.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use layerlab_core::checks::own::Remedy;
use layerlab_core::context::{FileNode, FileTree};
use layerlab_core::lab::{Lab, Project};

fn project(dockerfile: &str, files: &[(&str, &str)]) -> Project {
    let tree = files
        .iter()
        .fold(FileTree::default(), |tree, (path, text)| {
            tree.with(path, FileNode::text(text))
        });
    Project {
        dockerfile: dockerfile.into(),
        files: tree.into(),
        ..Project::default()
    }
}

/// The project with the fix that is offered for a rule, and the image in bytes before and after.
fn split(project: &Project, rule: &str) -> (Project, u64, u64) {
    let lab = Lab::open(project.clone());
    let before = lab.analyze();
    let found = lab.findings(&before).own;
    let offers = lab.offers();
    let offer = offers
        .iter()
        .find(|offer| found[offer.finding].rule.name == rule);
    let Some(offer) = offer else {
        panic!("nothing is offered: {found:?}");
    };
    let fixed = project.with_edits(&offer.fix.edits).expect("they fit");
    let after = Lab::open(fixed.clone()).analyze();
    assert!(
        !after.summary.fails && after.problems.is_empty(),
        "{:?}",
        after.problems
    );
    (fixed, before.image.size.bytes, after.image.size.bytes)
}

/// Why nothing is offered for a rule.
fn by_hand(project: &Project, rule: &str) -> &'static str {
    let lab = Lab::open(project.clone());
    let findings = lab.findings(&lab.analyze()).own;
    let finding = findings.iter().find(|finding| finding.rule.name == rule);
    match finding.map(|finding| &finding.remedy) {
        Some(Remedy::ByHand(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

const PIP: &str = r#"# syntax=docker/dockerfile:1
# A shop
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1
LABEL maintainer="shop"
# Where it lives
WORKDIR /app

# To compile psycopg2
RUN apt-get update && apt-get install -y --no-install-recommends \
    build-essential \
    libpq-dev curl \
    && rm -rf /var/lib/apt/lists/*
# Nobody else
RUN useradd web
COPY requirements.txt .
# All of them
RUN pip install --no-cache-dir -r requirements.txt

COPY . .
USER web
EXPOSE 8000
CMD ["gunicorn", "shop.wsgi"]
"#;

#[test]
fn pip_installs_into_an_environment_that_is_copied() {
    let before = project(
        PIP,
        &[
            ("requirements.txt", "django\npsycopg2\n"),
            ("shop/wsgi.py", "x\n"),
        ],
    );
    let (after, old, new) = split(&before, "BuildToolsInImage");
    assert_eq!(
        &*after.dockerfile,
        r#"# syntax=docker/dockerfile:1
# A shop
FROM python:3.13-slim AS builder

ENV PYTHONUNBUFFERED=1
# Where it lives
WORKDIR /app

# To compile psycopg2
RUN apt-get update && apt-get install -y --no-install-recommends \
    build-essential \
    libpq-dev curl \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
# All of them
RUN pip install --no-cache-dir -r requirements.txt

# The final image: only what is needed when it runs
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1
LABEL maintainer="shop"
WORKDIR /app
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 curl \
    && rm -rf /var/lib/apt/lists/*
# Nobody else
RUN useradd web
COPY --from=builder /opt/venv /opt/venv
ENV VIRTUAL_ENV=/opt/venv PATH="/opt/venv/bin:$PATH"

COPY . .
USER web
EXPOSE 8000
CMD ["gunicorn", "shop.wsgi"]
"#
    );
    assert!(old - new > 250_000_000, "{old} {new}");
}

#[test]
fn the_name_of_the_stage_stays_with_the_final_image() {
    let text = "from python:3.13-slim as builder\nrun apk true\nRUN apt-get update && apt-get install -y gcc\nCOPY requirements.txt /\nRUN python -m venv /venv\nENV PATH=/venv/bin:$PATH\nRUN pip install -r /requirements.txt\nCMD [\"python\"]";
    let text = text.replace("run apk true\n", "");
    let before = project(&text, &[("requirements.txt", "django\n")]);
    let (after, old, new) = split(&before, "BuildToolsInImage");
    assert_eq!(
        &*after.dockerfile,
        "from python:3.13-slim as builder2\nRUN apt-get update && apt-get install -y gcc\nCOPY requirements.txt /\nRUN python -m venv /venv\nENV PATH=/venv/bin:$PATH\nRUN pip install -r /requirements.txt\n\n# The final image: only what is needed when it runs\nfrom python:3.13-slim as builder\nCOPY requirements.txt /\nENV PATH=/venv/bin:$PATH\nCOPY --from=builder2 /venv /venv\nCMD [\"python\"]"
    );
    assert!(new < old);
}

#[test]
fn poetry_and_pipenv_install_into_it_too() {
    for (text, files) in [
        (
            "FROM python:3.12-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc libffi-dev\nRUN pip install poetry==2.1\nENV POETRY_VIRTUALENVS_CREATE=false\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --only main --no-root\nCOPY . .\nCMD [\"python\", \"-m\", \"shop\"]\n",
            [
                (
                    "pyproject.toml",
                    "[tool.poetry.dependencies]\npython = \"^3.12\"\nDjango = \"^5\"\n",
                ),
                ("poetry.lock", "x\n"),
            ],
        ),
        (
            "FROM python:3.12-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc libffi-dev\nRUN pip install pipenv\nCOPY Pipfile Pipfile.lock ./\nRUN pipenv install --system --deploy\nCOPY . .\nCMD [\"python\", \"-m\", \"shop\"]\n",
            [
                ("Pipfile", "[packages]\ndjango = \"*\"\n"),
                ("Pipfile.lock", "{}\n"),
            ],
        ),
    ] {
        let mut files = files.to_vec();
        files.push(("shop/__main__.py", "x\n"));
        let (after, old, new) = split(&project(text, &files), "BuildToolsInImage");
        let tool = after
            .dockerfile
            .find("RUN pip install p")
            .expect("the tool");
        let venv = after
            .dockerfile
            .find("RUN python -m venv")
            .expect("the environment");
        assert!(tool < venv, "{}", after.dockerfile);
        assert!(
            !after.dockerfile.contains("libffi8"),
            "it is in the image already"
        );
        assert!(old - new > 100_000_000, "{old} {new}");
    }
}

#[test]
fn alpine_gets_its_libraries() {
    let text = "FROM python:3.13-alpine\nRUN apk add --no-cache build-base postgresql-dev\nCOPY requirements.txt /\nRUN pip install --no-cache-dir -r /requirements.txt\nCOPY app.py /\nCMD [\"python\", \"/app.py\"]\n";
    let files = [("requirements.txt", "django\n"), ("app.py", "x\n")];
    let (after, old, new) = split(&project(text, &files), "BuildToolsInImage");
    assert!(
        after.dockerfile.contains("FROM python:3.13-alpine\nRUN apk add --no-cache libstdc++ libpq\nCOPY requirements.txt /\nCOPY --from=builder /opt/venv"),
        "{}",
        after.dockerfile
    );
    assert!(old - new > 100_000_000, "{old} {new}");
    let unknown = text.replace("postgresql-dev", "thing-dev");
    let reason = by_hand(&project(&unknown, &files), "BuildToolsInImage");
    assert!(reason.contains("these headers"), "{reason}");
}

#[test]
fn what_cannot_be_split_is_said() {
    let text = |middle: &str, end: &str| {
        format!(
            "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc\n{middle}RUN pip install -r requirements.txt\nCOPY . .\n{end}CMD [\"python\", \"app.py\"]\n"
        )
    };
    for (middle, end, said) in [
        ("COPY . .\n", "", "before the code"),
        ("COPY requirements.txt .\n", "RUN make\n", "later steps"),
        (
            "COPY requirements.txt .\nRUN ./prepare\n",
            "",
            "cannot be told",
        ),
        (
            "COPY requirements.txt .\n",
            "RUN ls /usr/local/bin/x\n",
            "cannot be told",
        ),
        (
            "COPY requirements.txt .\nRUN apt-get install -y $MORE\n",
            "",
            "in a variable",
        ),
        (
            "COPY requirements.txt .\nRUN pip install --user x\n",
            "",
            "the folder into which",
        ),
    ] {
        let many = |name: String| (name, "x\n".to_owned());
        let files: Vec<(String, String)> = (0..20)
            .map(|number| many(format!("src/{number}.py")))
            .collect();
        let mut files: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        files.extend([
            ("requirements.txt", "django\n"),
            ("app.py", "x\n"),
            ("prepare", "x\n"),
        ]);
        let reason = by_hand(&project(&text(middle, end), &files), "BuildToolsInImage");
        assert!(reason.contains(said), "{middle:?} {end:?}: {reason}");
    }
}

const PACKAGE: &str = r#"{"scripts": {"build": "tsc", "start": "node dist/main.js"}, "dependencies": {"express": "^4"}, "devDependencies": {"typescript": "5", "jest": "29"}}"#;

#[test]
fn node_builds_apart() {
    let text = "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n# The code\nCOPY . .\nRUN npm run build\nEXPOSE 3000\nCMD [\"npm\", \"start\"]\n";
    let files = [
        ("package.json", PACKAGE),
        ("package-lock.json", "{}\n"),
        ("src/main.ts", "x\n"),
    ];
    let (after, old, new) = split(&project(text, &files), "SingleStageBuild");
    assert_eq!(
        &*after.dockerfile,
        "FROM node:22 AS builder\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n# The code\nCOPY . .\nRUN npm run build\nRUN npm prune --omit=dev\n\n# The final image: only what is needed when it runs\nFROM node:22\nWORKDIR /app\nCOPY --from=builder /app/package.json /app/\nCOPY --from=builder /app/node_modules /app/node_modules\nCOPY --from=builder /app/dist /app/dist\nEXPOSE 3000\nCMD [\"npm\", \"start\"]\n"
    );
    assert!(old - new > 20_000_000, "{old} {new}");
    // Where the program does not lie in a folder that is built, all of the project is copied.
    let text = text.replace("\"npm\", \"start\"", "\"node\", \"server.js\"");
    let (after, ..) = split(&project(&text, &files), "SingleStageBuild");
    assert!(
        after
            .dockerfile
            .contains("WORKDIR /app\nCOPY --from=builder /app /app\nEXPOSE")
    );
}

#[test]
fn node_compiles_its_packages_apart() {
    let text = "FROM node:22-alpine\nRUN apk add --no-cache python3 make g++\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY src ./src\nCMD [\"node\", \"src/main.js\"]\n";
    let files = [
        ("package.json", PACKAGE),
        ("package-lock.json", "{}\n"),
        ("src/main.js", "x\n"),
    ];
    let (after, old, new) = split(&project(text, &files), "BuildToolsInImage");
    assert_eq!(
        &*after.dockerfile,
        "FROM node:22-alpine AS builder\nRUN apk add --no-cache python3 make g++\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n\n# The final image: only what is needed when it runs\nFROM node:22-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nCOPY --from=builder /app/node_modules /app/node_modules\nCOPY src ./src\nCMD [\"node\", \"src/main.js\"]\n"
    );
    assert!(old - new > 50_000_000, "{old} {new}");
}

#[test]
fn programs_are_copied_onto_small_images() {
    let go = [
        ("go.mod", "module x\n"),
        ("main.go", "package main\n"),
        ("templates/a.html", "x\n"),
    ];
    for (text, files, tail, least) in [
        (
            "FROM golang:1.24\nWORKDIR /src\nENV CGO_ENABLED=0\nCOPY . .\nRUN go build -o /usr/local/bin/shop .\nCMD [\"shop\"]\n",
            go.as_slice(),
            "FROM alpine:3.24\nWORKDIR /src\nCOPY --from=builder /src/templates /src/templates\nCOPY --from=builder /usr/local/bin/shop /usr/local/bin/shop\nCMD [\"shop\"]\n",
            500_000_000,
        ),
        (
            "FROM golang:1.24-bookworm AS shop\nWORKDIR /src\nCOPY . .\nRUN go mod download && go build -o shop\nRUN useradd web\nUSER web\nENTRYPOINT [\"./shop\"]\n",
            go.as_slice(),
            "FROM debian:bookworm-slim AS shop\nWORKDIR /src\nCOPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt\nCOPY --from=builder /src/templates /src/templates\nCOPY --from=builder /src/shop /src/shop\nRUN useradd web\nUSER web\nENTRYPOINT [\"./shop\"]\n",
            500_000_000,
        ),
        (
            "FROM rust:1-alpine\nWORKDIR /src\nRUN apk add musl-dev\nCOPY . .\nRUN cargo build --release\nCMD [\"./target/release/shop\"]\n",
            &[
                ("Cargo.toml", "[package]\nname = \"shop\"\n"),
                ("src/main.rs", "x\n"),
            ],
            "FROM alpine:3.24\nWORKDIR /src\nCOPY --from=builder /src/target/release/shop /src/target/release/shop\nCMD [\"./target/release/shop\"]\n",
            500_000_000,
        ),
        (
            "FROM maven:3-eclipse-temurin-17\nWORKDIR /src\nCOPY . .\nRUN mvn -B package\nCMD [\"java\", \"-jar\", \"target/shop-1.jar\"]\n",
            &[("pom.xml", "<x/>\n"), ("src/Main.java", "x\n")],
            "FROM eclipse-temurin:17-jre\nWORKDIR /src\nCOPY --from=builder /src/target/shop-1.jar /src/target/shop-1.jar\nCMD [\"java\", \"-jar\", \"target/shop-1.jar\"]\n",
            100_000_000,
        ),
    ] {
        let (after, old, new) = split(&project(text, files), "SingleStageBuild");
        assert!(after.dockerfile.ends_with(tail), "{}", after.dockerfile);
        assert!(old - new > least, "{text} {old} {new}");
    }
}
