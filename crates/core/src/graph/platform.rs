//! Platforms as `linux/arm64/v8` names them. Source of the rules: `containerd/platforms`.

use layerlab_syntax::buildkit_view::go_quote;

/// Operating system, architecture and its variant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Platform {
    /// `linux`.
    pub os: String,
    /// `arm64`.
    pub architecture: String,
    /// `v7`; empty if none is named.
    pub variant: String,
    /// Version and features of the operating system as written in parentheses, empty if there are none.
    pub os_version: String,
}

/// The systems and architectures that Go knows, which may stand alone.
const SYSTEMS: [&str; 17] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];
const ARCHITECTURES: [&str; 26] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "ppc64",
    "ppc64le",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
    "i386",
    "x86_64",
];

impl Platform {
    /// Reads a platform. What is left out is that of the builder, linux/amd64.
    ///
    /// # Errors
    /// The library's words if it is none.
    pub(crate) fn parse(written: &str) -> Result<Self, String> {
        let shown = go_quote(written);
        if written.contains('*') {
            return Err(format!(
                "{shown}: wildcards not yet supported: invalid argument"
            ));
        }
        let parts: Vec<&str> = written.splitn(4, '/').collect();
        let first = parts.first().copied().unwrap_or_default();
        let Some((os, os_version)) = split_os(first) else {
            return Err(format!(
                "{} is an invalid OS component of {shown}: OSAndVersion specifier component must match {}: invalid \
                 argument",
                go_quote(first),
                go_quote(OS_PATTERN)
            ));
        };
        let is_word = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
        };
        if let Some(wrong) = parts.iter().skip(1).find(|part| !is_word(part)) {
            return Err(format!(
                "{} is an invalid component of {shown}: platform specifier component must match {}: invalid argument",
                go_quote(wrong),
                go_quote(PART_PATTERN)
            ));
        }
        let os = normal_os(os);
        let with = |os: &str, (architecture, variant): (String, String)| Self {
            os: os.to_owned(),
            architecture,
            variant,
            os_version: os_version.to_owned(),
        };
        match *parts.as_slice() {
            [_] if SYSTEMS.contains(&os.as_str()) => {
                Ok(with(&os, ("amd64".to_owned(), String::new())))
            }
            [alone] => {
                let (architecture, variant) = without_default(normal_architecture(alone, ""));
                if ARCHITECTURES.contains(&architecture.as_str()) {
                    return Ok(with("linux", (architecture, variant)));
                }
                Err(format!(
                    "{shown}: unknown operating system or architecture: invalid argument"
                ))
            }
            [_, architecture] => Ok(with(
                &os,
                without_default(normal_architecture(architecture, "")),
            )),
            [_, architecture, variant] => {
                let (architecture, mut variant) = normal_architecture(architecture, variant);
                if architecture == "arm64" && variant.is_empty() {
                    "v8".clone_into(&mut variant);
                }
                Ok(with(&os, (architecture, variant)))
            }
            _ => Err(format!(
                "{shown}: cannot parse platform specifier: invalid argument"
            )),
        }
    }

    /// As BuildKit prints it: with the usual variant left out or filled in.
    pub(crate) fn shown(&self) -> String {
        let os = normal_os(&self.os);
        let (architecture, variant) = normal_architecture(&self.architecture, &self.variant);
        let version = if self.os_version.is_empty() {
            String::new()
        } else {
            format!("({})", self.os_version)
        };
        let parts = [format!("{os}{version}"), architecture, variant];
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join("/")
    }

    /// The three parts as they are, for looking up an image.
    pub(crate) fn plain(&self) -> String {
        let mut text = format!("{}/{}", self.os, self.architecture);
        if !self.variant.is_empty() {
            text.push('/');
            text.push_str(&self.variant);
        }
        text
    }
}

const PART_PATTERN: &str = "^[A-Za-z0-9_.-]+$";
const OS_PATTERN: &str = r"^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.-]*)((?:\+[A-Za-z0-9_.-]+)*)\))?$";

/// `windows(10.0.17763+win32k)` in system and what stands in parentheses.
fn split_os(part: &str) -> Option<(&str, &str)> {
    let (os, version) = match part.split_once('(') {
        Some((os, rest)) => (os, rest.strip_suffix(')')?),
        None => (part, ""),
    };
    let is_os = !os.is_empty()
        && os
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let mut features = version.split('+');
    let is_text = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
    };
    let is_version = features.next().is_some_and(is_text)
        && features.all(|feature| !feature.is_empty() && is_text(feature));
    (is_os && is_version).then_some((os, version))
}

fn normal_os(os: &str) -> String {
    let lower = os.to_lowercase();
    if lower == "macos" {
        "darwin".to_owned()
    } else {
        lower
    }
}

/// Version 7 of ARM is the usual one.
fn without_default((architecture, variant): (String, String)) -> (String, String) {
    if architecture == "arm" && variant == "v7" {
        return (architecture, String::new());
    }
    (architecture, variant)
}

fn normal_architecture(architecture: &str, variant: &str) -> (String, String) {
    let architecture = architecture.to_lowercase();
    let variant = variant.to_lowercase();
    let (name, variant) = match (architecture.as_str(), variant.as_str()) {
        ("i386", _) => ("386", ""),
        ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
        ("x86_64" | "x86-64" | "amd64", variant) => ("amd64", variant),
        ("aarch64" | "arm64", "8" | "v8") => ("arm64", ""),
        ("aarch64" | "arm64", variant) => ("arm64", variant),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", "" | "7") => ("arm", "v7"),
        ("arm", "5") => ("arm", "v5"),
        ("arm", "6") => ("arm", "v6"),
        ("arm", "8") => ("arm", "v8"),
        (name, variant) => (name, variant),
    };
    (name.to_owned(), variant.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> Result<String, String> {
        Platform::parse(written).map(|platform| platform.shown())
    }

    #[test]
    fn reads_what_docker_reads() {
        for (written, expected) in [
            ("linux/amd64", "linux/amd64"),
            ("linux", "linux/amd64"),
            ("arm64", "linux/arm64"),
            ("Linux/aarch64/v8", "linux/arm64"),
            ("linux/arm", "linux/arm/v7"),
            ("linux/arm/v6", "linux/arm/v6"),
            ("linux/armhf", "linux/arm/v7"),
            ("windows(10.0.17763)/amd64", "windows(10.0.17763)/amd64"),
            ("any/thing", "any/thing"),
        ] {
            assert_eq!(shown(written).as_deref(), Ok(expected), "{written}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        assert_eq!(
            shown("nonsense"),
            Err(
                "\"nonsense\": unknown operating system or architecture: invalid argument"
                    .to_owned()
            )
        );
        for wrong in ["", "linux/", "a/b/c/d", "a b/c", "*/amd64"] {
            assert!(shown(wrong).is_err(), "{wrong}");
        }
    }
}
