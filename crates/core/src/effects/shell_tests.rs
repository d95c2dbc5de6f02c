//! Tests of reading scripts.

use super::shell::read_script;

fn words(script: &str) -> Vec<String> {
    let environment = [("DEPENDENCIES".to_owned(), " gcc  make ".to_owned())];
    read_script(script, &environment)
        .commands
        .iter()
        .map(|command| command.words.join("|"))
        .collect()
}

#[test]
fn reads_lists() {
    assert_eq!(words("a 1 && b 2; c | d\ne"), ["a|1", "b|2", "c", "d", "e"]);
    assert_eq!(words("a || b && c || d"), ["a", "c"]);
    assert_eq!(words("(cd /x && make) || true"), ["cd|/x", "make"]);
}

#[test]
fn replaces_variables() {
    assert_eq!(
        words("apt install $DEPENDENCIES git"),
        ["apt|install|gcc|make|git"]
    );
    assert_eq!(words("A=' x y ' && b $A \"$A\" c$A"), ["b|x|y| x y |c|x|y"]);
    assert_eq!(words("b $NOTHING c"), ["b|c"]);
}

#[test]
fn looks_into_what_it_cannot_read_as_a_whole() {
    assert_eq!(
        words("if [ -f x ]; then pip install y; fi"),
        ["[|-f|x|]", "pip|install|y"]
    );
    let script = read_script("cat <<X && true", &[]);
    assert_eq!(script.unread, ["cat <<X"]);
}

#[test]
fn gives_up_on_monsters() {
    for script in [
        "(".repeat(10_000),
        "$(".repeat(10_000),
        "`".repeat(10_000),
        "a && ".repeat(10_000),
        "a\\\n".repeat(9_000),
        "sh <<A\n".repeat(9_000) + &"A\n".repeat(9_000),
        "cat <<A ".repeat(9_000),
    ] {
        let _ = read_script(&script, &[]);
    }
}

#[test]
fn here_documents_are_data_but_for_a_shell() {
    let document = "\napt-get install -y x\nEOF\nrm y";
    for (command, expected) in [
        ("cat > /f <<EOF", vec!["cat", "rm|y"]),
        ("cat <<EOF > /f", vec!["cat", "rm|y"]),
        ("<<EOF cat > /f", vec!["cat", "rm|y"]),
        ("tee /f <<'EOF'", vec!["tee|/f", "rm|y"]),
        ("cat <<EOF | tee /f", vec!["cat", "tee|/f", "rm|y"]),
        ("python3 <<EOF", vec!["python3", "rm|y"]),
        ("bash x.sh <<EOF", vec!["bash|x.sh", "rm|y"]),
        ("bash -c x <<EOF", vec!["bash|-c|x", "rm|y"]),
        ("if true; then cat <<EOF; fi", vec!["true", "cat", "rm|y"]),
        ("sh <<EOF", vec!["apt-get|install|-y|x", "rm|y"]),
        (
            "cat <<EOF | sh",
            vec!["cat", "apt-get|install|-y|x", "rm|y"],
        ),
        (
            "/bin/bash -eux -o pipefail <<-EOF",
            vec!["apt-get|install|-y|x", "rm|y"],
        ),
        (
            "zsh -s a <<EOF && ls",
            vec!["apt-get|install|-y|x", "ls", "rm|y"],
        ),
    ] {
        assert_eq!(
            words(&format!("{command}{document}")),
            expected,
            "{command}"
        );
    }
}

#[test]
fn finds_the_file_that_output_goes_to() {
    let script = read_script("echo a > /etc/x", &[]);
    assert_eq!(
        script
            .commands
            .first()
            .and_then(|command| command.output.as_deref()),
        Some("/etc/x")
    );
}
