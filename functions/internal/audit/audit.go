// Package audit keeps the record of who did what. It only adds: nothing
// changes or removes an event. It knows nothing of the things events tell of.
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Write returns the write that keeps e, to go into the transaction of what it
// tells of. Events lie in the private space: they say which person acted.
func Write(e agency.Event) (table.Write, error) {
	body, err := json.Marshal(e)
	if err != nil {
		return table.Write{}, fmt.Errorf("encoding event %s: %w", e.ID, err)
	}
	item := table.Item{
		Key:  table.Key{Space: table.Private, PK: partition(e.Thing), SK: e.ID},
		Kind: "event",
		Body: body,
	}
	item.Index[0] = table.IndexKey{PK: "AUDDAY#" + e.At.UTC().Format("20060102"), SK: e.ID}
	return table.Create(item), nil
}

// History returns the query for everything that happened to a thing, oldest
// first.
func History(thing string) table.Query {
	return table.Query{Space: table.Private, PK: partition(thing)}
}

// Events reads everything that happened to a thing, oldest first.
func Events(ctx context.Context, t table.Table, thing string) ([]agency.Event, error) {
	q := History(thing)
	var events []agency.Event
	for {
		page, err := t.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("reading history of %s: %w", thing, err)
		}
		for _, i := range page.Items {
			e, err := Decode(i)
			if err != nil {
				return nil, err
			}
			events = append(events, e)
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return events, nil
		}
	}
}

// Decode reads an event back.
func Decode(i table.Item) (agency.Event, error) {
	var e agency.Event
	if err := json.Unmarshal(i.Body, &e); err != nil {
		return e, fmt.Errorf("reading event %s: %w", i.SK, err)
	}
	return e, nil
}

func partition(thing string) string {
	return "AUD#" + strings.ReplaceAll(thing, " ", "#")
}
