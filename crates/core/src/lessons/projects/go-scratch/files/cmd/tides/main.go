// Command tides serves tide tables.
package main

import (
	"log"
	"net/http"

	"example.org/tides/internal/config"
	"example.org/tides/internal/station"
	"example.org/tides/internal/web"
)

func main() {
	settings := config.FromEnvironment()
	store, err := station.Open(settings.Database)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(":8080", web.New(store)))
}
