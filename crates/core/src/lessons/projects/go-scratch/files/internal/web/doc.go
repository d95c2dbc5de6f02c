// Package web turns predictions into pages.
package web
