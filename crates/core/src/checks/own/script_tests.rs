//! How the commands of a script are found.

use layerlab_syntax::Span;

use super::script::read;

fn commands(text: &str) -> Vec<String> {
    let script = read(text, Span::new(0, text.len()), '\\');
    let commands = script.commands.iter();
    commands
        .map(|command| command.texts().collect::<Vec<_>>().join("|"))
        .collect()
}

#[test]
fn words_are_found_where_they_stand() {
    assert_eq!(
        commands("A=1 sudo apt-get update && \\\n  # why\n  apt-get install -y \\\n  'a b' c"),
        ["apt-get|update", "apt-get|install|-y|a b|c"]
    );
    assert_eq!(commands("a 2>&1 | b; (c)"), ["a|2>&1", "b", "c"]);
    let text = "x é && y \"z";
    let script = read(text, Span::new(0, text.len()), '\\');
    let words = script.commands.iter().flat_map(|command| &command.words);
    for word in words {
        assert_eq!(text.get(word.span.start..word.span.end), Some(word.text));
    }
    assert_eq!(script.end, None);
}

#[test]
fn lines_of_a_document_are_no_commands_unless_a_shell_reads_them() {
    let document = "\napt-get install x\nEOF\nrm y";
    for (command, expected) in [
        ("cat <<EOF > /f", vec!["cat|<<EOF|>|/f"]),
        ("cat<<'EOF'", vec!["cat|<<'EOF"]),
        ("if a; then cat <<-EOF; fi", vec!["a", "cat|<<-EOF", "fi"]),
        ("cat <<EOF && \\\n b", vec!["cat|<<EOF", "b"]),
        ("sh 3<<EOF", vec!["sh|3<<EOF"]),
        (
            "sudo sh -ex <<EOF",
            vec!["sh|-ex|<<EOF", "apt-get|install|x"],
        ),
        (
            "cat << EOF | sh",
            vec!["cat|<<|EOF", "sh", "apt-get|install|x"],
        ),
    ] {
        let text = format!("{command}{document}");
        let expected: Vec<&str> = expected.into_iter().chain(["rm|y"]).collect();
        assert_eq!(commands(&text), expected, "{command}");
    }
    // None of these announces a document.
    for command in ["cat <<<EOF", "a '<<EOF'", "echo $((1 <<EOF))", "cat <<END"] {
        let text = format!("{command}{document}");
        let read = commands(&text);
        let expected = [
            "apt-get|install|x".to_owned(),
            "EOF".to_owned(),
            "rm|y".to_owned(),
        ];
        assert_eq!(
            read.get(read.len() - 3..),
            Some(expected.as_slice()),
            "{command}"
        );
    }
}

#[test]
fn a_command_can_follow_the_last_word() {
    let end = |text: &str| read(text, Span::new(0, text.len()), '\\').end;
    assert_eq!(end("a && b"), Some(6));
    assert_eq!(end("a | b "), Some(5));
    assert_eq!(end("a && \\\n b \\\n # c"), Some(9));
    assert_eq!(end("a; if b; then c; fi"), Some(19));
    for text in ["a;", "a ||", "a &", "a # b", "(a)", "a 'b", "a\nb"] {
        assert_eq!(end(text), None, "{text}");
    }
}
