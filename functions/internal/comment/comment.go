// Package comment is the room of readers' comments: what one is, how it comes
// in, who may decide about it and how staff answer. Nothing is public before a
// person approved exactly these words.
//
// It knows nothing of HTTP, of pages or of the words in a mail. The e-mail
// address of a commenter is in the private space only; everything else about a
// comment may become public and is in the open one.
package comment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Comment is what somebody said below a post.
type Comment struct {
	Post      string // slug
	ID        string // ULID
	Parent    string // ULID of the comment it answers, or ""
	Name      string
	Staff     string `json:",omitempty"` // slug of the person who answered from the desk
	Text      string // plain text, as typed
	At        time.Time
	State     agency.State
	Reason    string    `json:",omitempty"` // why it is not public, for its author
	HandledBy string    `json:",omitempty"` // name of who decided last
	HandledAt time.Time `json:",omitzero"`
	WasPublic bool      `json:",omitempty"` // it was approved before: links to it are out in the world
	Version   int64     `json:"-"`
}

// EverPublic reports whether everybody could read the comment at some time.
func (c Comment) EverPublic() bool { return c.State == Approved || c.WasPublic }

// Revision names exactly what a moderator read. A decision carries it, so that
// it can only ever hold for those words.
func (c Comment) Revision() string {
	sum := sha256.Sum256([]byte(strings.Join([]string{c.Post, c.Parent, c.Name, c.Text}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

const kind = "comment"

// Key returns where the comment is kept.
func Key(post, id string) table.Key {
	return table.Key{Space: table.Open, PK: "POST#" + post, SK: "C#" + id}
}

// Item returns c as it is kept, listed under its state.
func (c Comment) Item() (table.Item, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return table.Item{}, fmt.Errorf("encoding comment %s: %w", c.ID, err)
	}
	i := table.Item{Key: Key(c.Post, c.ID), Kind: kind, Body: body, Version: c.Version}
	i.Index[0] = table.IndexKey{PK: listed(c.State), SK: c.ID}
	return i, nil
}

func listed(s agency.State) string { return "COMMENTS#" + string(s) }

// Decode reads a comment back.
func Decode(i table.Item) (Comment, error) {
	var c Comment
	if err := json.Unmarshal(i.Body, &c); err != nil {
		return c, fmt.Errorf("reading comment %s: %w", i.Key, err)
	}
	c.Version = i.Version
	return c, nil
}

// Publishes reports whether a change alters what the public may read.
func Publishes(c table.Change) bool {
	before, after := standing(c.Old), standing(c.New)
	return before != after
}

// standing returns what may stand on the site because of an item: its words,
// the tombstone it may have left, or "".
func standing(i *table.Item) string {
	if i == nil || i.Kind != kind {
		return ""
	}
	c, err := Decode(*i)
	switch {
	case err != nil || !c.EverPublic():
		return ""
	case c.State != Approved:
		return c.ID
	}
	return c.ID + c.Revision() + c.Staff
}

func thing(id string) string { return kind + " " + id }
