import { editor } from "monaco-editor/editor/editor.api";
import "monaco-editor/features/register.all";
import "monaco-editor/languages/definitions/dockerfile/register";
import text from "../../../../crates/core/src/lessons/projects/django-two-stages/files/Dockerfile";

self.MonacoEnvironment = { getWorker: () => new Worker("worker.js", { type: "module" }) };
editor.create(document.body, { value: text, language: "dockerfile", ariaLabel: "Dockerfile" });
