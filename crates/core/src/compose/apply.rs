//! A project as a service of its Compose file builds it.

use std::rc::Rc;

use super::build_section::Service;
use crate::context::{FileNode, FileTree};
use crate::graph::BuildOptions;
use crate::lab::Project;

/// A project as a service builds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The project.
    pub project: Project,
    /// The service sends another folder, so the project has other files.
    pub other_files: bool,
}

/// The project as a service builds it: its folder, its Dockerfile and its options. Machine and known figures stay. The
/// Compose file lies at the root of the project.
///
/// # Errors
/// A sentence if a folder or a file is not in the project.
pub fn with_service(project: &Project, service: &Service) -> Result<Applied, String> {
    if is_address(&service.context) {
        return Err(format!(
            "{} builds {}, which is an address and not a folder of the project.",
            service.name, service.context
        ));
    }
    let context = resolved("", &service.context).ok_or_else(|| {
        format!(
            "{} builds {}, which leads out of the project.",
            service.name, service.context
        )
    })?;
    // The texts that a project has of its own are files like others for another service.
    let own = project.options.dockerfile_path();
    let mut whole = (*project.files).clone();
    let had = |path: &str| project.files.get(path).is_some();
    put(&mut whole, own, &project.dockerfile);
    if let Some(text) = &project.dockerignore {
        put(&mut whole, ".dockerignore", text);
    }
    let inside = |path: &str| -> Option<String> {
        if context.is_empty() {
            return Some(path.to_owned());
        }
        let below = path.strip_prefix(context.as_str())?.strip_prefix('/')?;
        Some(below.to_owned())
    };
    let mut files = FileTree {
        entries: (whole.entries.iter())
            .filter_map(|(path, node)| Some((inside(path)?, node.clone())))
            .collect(),
    };
    if files.entries.is_empty() {
        return Err(format!(
            "{} builds the folder {context}, which is not in the project.",
            service.name
        ));
    }
    let (dockerfile, name) = dockerfile(service, &whole, &context, &inside)?;
    let dockerignore = files
        .get(".dockerignore")
        .and_then(FileNode::as_text)
        .cloned();
    // Whether a project's own texts stand among its files too is as it was before.
    if !had(own) {
        files
            .entries
            .remove(name.inside.as_deref().unwrap_or("Dockerfile"));
    }
    if !had(".dockerignore") {
        files.entries.remove(".dockerignore");
    }
    let options = BuildOptions {
        dockerfile_name: name.inside.filter(|name| name != "Dockerfile"),
        ..service.options()
    };
    let other_files = !context.is_empty();
    Ok(Applied {
        project: Project {
            name: if other_files {
                format!("{}, {}", project.name, service.name).into()
            } else {
                Rc::clone(&project.name)
            },
            dockerfile,
            dockerignore: name.ignore.or(dockerignore),
            files: if other_files || *project.files != files {
                Rc::new(files)
            } else {
                Rc::clone(&project.files)
            },
            options,
            machine: project.machine,
            known: Rc::clone(&project.known),
        },
        other_files,
    })
}

impl Service {
    /// The options of its build, but for the place of the Dockerfile.
    fn options(&self) -> BuildOptions {
        BuildOptions {
            target: self.target.clone(),
            build_args: self.args.clone(),
            no_cache: self.no_cache,
            platform: (!self.platforms.is_empty()).then(|| self.platforms.join(",")),
            labels: self.labels.clone(),
            add_hosts: self.add_hosts.clone(),
            network: self.network.clone(),
            secrets: (self.secrets.iter())
                .map(|id| (id.clone(), String::new()))
                .collect(),
            ..BuildOptions::default()
        }
    }

    /// Whether these are the options that a build of it has, made at the root of the project.
    #[must_use]
    pub fn fits(&self, options: &BuildOptions) -> bool {
        let written = self.dockerfile.as_deref().unwrap_or("Dockerfile");
        let same_folder = resolved("", &self.context).is_some_and(|context| context.is_empty());
        let expected = BuildOptions {
            dockerfile_name: options.dockerfile_name.clone(),
            ..self.options()
        };
        same_folder
            && resolved("", written).as_deref() == Some(options.dockerfile_path())
            && expected == *options
    }
}

/// Where a Dockerfile comes from.
struct Name {
    /// Its path in the folder that is sent; `None` if it is not in it.
    inside: Option<String>,
    /// The text of the ignore file beside it, if it is not in the folder.
    ignore: Option<Rc<str>>,
}

fn dockerfile(
    service: &Service,
    whole: &FileTree,
    context: &str,
    inside: &impl Fn(&str) -> Option<String>,
) -> Result<(Rc<str>, Name), String> {
    if let Some(text) = &service.dockerfile_inline {
        let nowhere = Name {
            inside: None,
            ignore: None,
        };
        return Ok((text.as_str().into(), nowhere));
    }
    let written = service.dockerfile.as_deref().unwrap_or("Dockerfile");
    let missing = |why: &str| format!("{} is built from {written}, which {why}.", service.name);
    let path = resolved(context, written).ok_or_else(|| missing("leads out of the project"))?;
    let text = |path: &str| whole.get(path).and_then(FileNode::as_text).cloned();
    let found = text(&path).ok_or_else(|| missing("is no text file of the project"))?;
    let inside = inside(&path);
    let ignore = match inside {
        Some(_) => None,
        None => text(&format!("{path}.dockerignore")),
    };
    Ok((found, Name { inside, ignore }))
}

fn put(files: &mut FileTree, path: &str, text: &Rc<str>) {
    let mode = files.get(path).map_or(0o644, |node| node.mode);
    let node = FileNode {
        mode,
        ..FileNode::text(text)
    };
    files.entries.insert(path.to_owned(), node);
}

fn is_address(context: &str) -> bool {
    context.contains("://") || context.starts_with("git@") || context.starts_with("github.com/")
}

/// A path from a folder of the project, as a path from its root; `None` if it leads out of it.
fn resolved(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') || path.starts_with('~') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> Project {
        let files = FileTree::default()
            .with("compose.yaml", FileNode::text(""))
            .with("docker/web.Dockerfile", FileNode::text("FROM web\n"))
            .with(
                "docker/web.Dockerfile.dockerignore",
                FileNode::text("*.md\n"),
            )
            .with("worker/Dockerfile", FileNode::text("FROM worker\n"))
            .with("worker/.dockerignore", FileNode::text("tmp\n"))
            .with("worker/main.py", FileNode::text("print(1)\n"));
        Project {
            name: "shop".into(),
            dockerfile: "FROM root\n".into(),
            dockerignore: Some("x\n".into()),
            files: Rc::new(files),
            ..Project::default()
        }
    }

    fn service(context: &str, dockerfile: Option<&str>) -> Service {
        Service {
            name: "web".to_owned(),
            context: context.to_owned(),
            dockerfile: dockerfile.map(str::to_owned),
            target: Some("runtime".to_owned()),
            ..Service::default()
        }
    }

    #[test]
    fn the_same_folder_keeps_the_files() {
        let project = project();
        let applied = with_service(&project, &service(".", None)).expect("it can be built");
        assert!(!applied.other_files);
        assert!(Rc::ptr_eq(&applied.project.files, &project.files));
        assert_eq!(applied.project.options.target.as_deref(), Some("runtime"));
        assert_eq!(&*applied.project.dockerfile, "FROM root\n");
        assert!(service(".", None).fits(&applied.project.options));
        assert!(!service("worker", None).fits(&applied.project.options));
        assert!(!service(".", Some("other")).fits(&applied.project.options));
    }

    #[test]
    fn another_dockerfile_brings_its_ignore_file_and_back_again() {
        let project = project();
        let other = with_service(&project, &service(".", Some("docker/web.Dockerfile")))
            .expect("it can be built")
            .project;
        assert_eq!(&*other.dockerfile, "FROM web\n");
        assert_eq!(other.options.dockerfile_path(), "docker/web.Dockerfile");
        assert_eq!(&*other.ignore_file_text(), "*.md\n");
        assert_eq!(
            other
                .files
                .get("Dockerfile")
                .and_then(FileNode::as_text)
                .map(AsRef::as_ref),
            Some("FROM root\n")
        );
        assert!(other.files.get("docker/web.Dockerfile").is_none());
        let back = with_service(&other, &service(".", None))
            .expect("it can be built")
            .project;
        assert_eq!(
            (back.dockerfile, back.files),
            (project.dockerfile, project.files)
        );
    }

    #[test]
    fn a_folder_below_is_a_project_of_its_own() {
        let applied =
            with_service(&project(), &service("./worker", None)).expect("it can be built");
        assert!(applied.other_files);
        let paths: Vec<&str> = applied
            .project
            .files
            .entries
            .keys()
            .map(AsRef::as_ref)
            .collect();
        assert_eq!(paths, ["main.py"]);
        assert_eq!(&*applied.project.dockerfile, "FROM worker\n");
        assert_eq!(applied.project.dockerignore.as_deref(), Some("tmp\n"));
    }

    #[test]
    fn a_dockerfile_may_lie_outside_of_the_folder() {
        let applied = with_service(
            &project(),
            &service("worker", Some("../docker/web.Dockerfile")),
        )
        .expect("it can be built");
        assert_eq!(&*applied.project.dockerfile, "FROM web\n");
        assert_eq!(applied.project.dockerignore.as_deref(), Some("*.md\n"));
    }

    #[test]
    fn what_is_not_there_is_said() {
        for (context, dockerfile, part) in [
            ("none", None, "not in the project"),
            ("../x", None, "leads out"),
            ("https://example.com/x.git", None, "an address"),
            (".", Some("none"), "no text file"),
        ] {
            let error = with_service(&project(), &service(context, dockerfile))
                .expect_err("it cannot be built");
            assert!(error.contains(part), "{error}");
        }
    }
}
