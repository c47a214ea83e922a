package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"greenroom/functions/internal/agency"
)

// Content is what a version says.
type Content struct {
	Title string
	Parts []Part
}

// Part is one piece of it that remarks can be about.
type Part struct {
	Key   string // its own within the content, and the same in the next version
	Label string
	Text  string
	Data  json.RawMessage `json:",omitempty"` // typed values of the caller, hashed too
}

const (
	maxContent = 256 << 10 // bytes of a content as it is kept
	maxKey     = 100       // bytes of a part's key
)

// Hash is the SHA-256, in hex, of the content's canonical JSON: fields in the
// order of the types, no space, an absent Data left out.
func (c Content) Hash() string {
	text, err := c.canonical()
	if err != nil {
		return "" // equals no hash: Data is not JSON, and check refuses it
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func (c Content) canonical() ([]byte, error) {
	parts := make([]Part, len(c.Parts)) // never null
	for n, p := range c.Parts {
		if string(p.Data) == "null" {
			p.Data = nil
		}
		parts[n] = p
	}
	return json.Marshal(Content{Title: c.Title, Parts: parts})
}

// check refuses what cannot be kept as it is.
func (c Content) check() error {
	var keys []string
	for _, p := range c.Parts {
		if p.Key == "" || len(p.Key) > maxKey || slices.Contains(keys, p.Key) {
			return refused("Every part needs a key of its own")
		}
		if !utf8.ValidString(p.Key) || !utf8.ValidString(p.Label) || !utf8.ValidString(p.Text) || !utf8.Valid(p.Data) {
			return refused("This is not text that can be kept: part of it is not UTF-8")
		}
		if keys = append(keys, p.Key); len(keys) > maxParts {
			return refused(fmt.Sprintf("There can be %d parts at most", maxParts))
		}
	}
	if !utf8.ValidString(c.Title) {
		return refused("The title is not text that can be kept")
	}
	text, err := c.canonical()
	if err != nil {
		return refused("The values of a part cannot be kept")
	}
	if len(text) > maxContent {
		return refused(fmt.Sprintf("This is too long: %d KB can be kept", maxContent>>10))
	}
	return nil
}

const maxParts = 500

func refused(say string) error {
	return &agency.Invalid{Fields: []agency.FieldError{{Field: "content", Message: say}}}
}

func (c Content) has(part string) bool {
	return slices.ContainsFunc(c.Parts, func(p Part) bool { return p.Key == part })
}
