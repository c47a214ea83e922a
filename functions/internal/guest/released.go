package guest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/table"
)

// Post is a guest post as everybody may read it. It names no account.
type Post struct {
	Slug        string
	Title       string
	Description string `json:",omitempty"`
	Body        string `json:",omitempty"` // Markdown
	Page        string // slug of its writer's page
	Date        time.Time
	Changed     time.Time `json:",omitzero"`  // when it was corrected or withdrawn last
	Correction  string    `json:",omitempty"` // what was put right then
	Withdrawn   string    `json:",omitempty"` // says who took it back; then there is no description and no text
	Hash        string    `json:",omitempty"` // of the version that was approved and that these words are
	Version     int64     `json:"-"`
}

// Writer is who wrote guest posts, as their page tells it.
type Writer struct {
	Page    string // slug, below /people/
	Name    string
	Bio     string   `json:",omitempty"` // Markdown
	Link    string   `json:",omitempty"`
	Posts   []string `json:",omitempty"` // slugs of those that stand
	Changed time.Time
	Version int64 `json:"-"`
}

const (
	partition  = "GUESTS"
	postKind   = "guest post"
	writerKind = "guest writer"
)

func postKey(slug string) table.Key {
	return table.Key{Space: table.Open, PK: partition, SK: "POST#" + slug}
}

func writerKey(page string) table.Key {
	return table.Key{Space: table.Open, PK: partition, SK: "WRITER#" + page}
}

func (p Post) item() (table.Item, error) { return item(postKey(p.Slug), postKind, p.Version, p) }

func (w Writer) item() (table.Item, error) { return item(writerKey(w.Page), writerKind, w.Version, w) }

func item(k table.Key, kind string, version int64, v any) (table.Item, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding %s: %w", kind, err)
	}
	return table.Item{Key: k, Kind: kind, Version: version, Body: body}, nil
}

// Released returns every guest post that was released, and who wrote them, by
// slug. It reads the open space only.
func Released(ctx context.Context, t table.Table) (posts []Post, writers []Writer, err error) {
	q := table.Query{Space: table.Open, PK: partition, Limit: table.MaxPageSize}
	for {
		page, err := t.Query(ctx, q)
		if err != nil {
			return nil, nil, fmt.Errorf("reading guest posts: %w", err)
		}
		for _, i := range page.Items {
			if strings.HasPrefix(i.SK, "POST#") {
				posts, err = appended(posts, i, func(p *Post) { p.Version = i.Version })
			} else {
				writers, err = appended(writers, i, func(w *Writer) { w.Version = i.Version })
			}
			if err != nil {
				return nil, nil, err
			}
		}
		if q.Cursor = page.Cursor; q.Cursor == "" {
			return posts, writers, nil
		}
	}
}

func appended[Record any](list []Record, i table.Item, then func(*Record)) ([]Record, error) {
	var r Record
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return nil, fmt.Errorf("reading %s: %w", i.Key, err)
	}
	then(&r)
	return append(list, r), nil
}

// Shows reports whether a change alters what the site says of guest posts.
func Shows(c table.Change) bool { return c.Key.Space == table.Open && c.Key.PK == partition }
