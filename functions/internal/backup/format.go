// Package backup is the one file in which everything that is kept leaves the
// house and comes back: items of both spaces, exactly as they are, and what
// people uploaded. It is the same file on a laptop and on AWS.
//
// The file is gzip'd lines of JSON: a header, the uploads, the items, and a
// trailer with counts and the SHA-256 of all before it, so that a file that was
// cut or altered is known before anything of it is used. Both kinds of lines
// are sorted and each can be said in one way only, so that backups of equal
// data are equal but for the time in their headers.
//
// The file holds personal data. No error here quotes a line of it.
package backup

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"greenroom/functions/internal/table"
)

const (
	mark   = "greenroom backup"
	format = 1

	maxLine  = 40 << 20   // bytes; the largest upload in base64 fits
	maxBytes = 64 << 30   // of all lines
	maxLines = 20_000_000 // header and trailer too
)

// Errors of a file, matched with errors.Is.
var (
	ErrDamaged = errors.New("backup was cut, altered or is none")
	ErrFormat  = errors.New("backup is of another format than this program reads")
)

// Header is the first line.
type Header struct {
	What   string        `json:"what"`
	Format int           `json:"format"`
	Made   time.Time     `json:"made"` // what had expired by then is not in it
	By     string        `json:"by"`   // which side: laptop or cloud
	Spaces []table.Space `json:"spaces"`
}

// NewHeader is the header of a backup of both spaces. A second that has begun
// counts as over, so that a clock which goes on from there does not run
// backwards.
func NewHeader(by string, made time.Time) Header {
	made = made.UTC().Add(time.Second - 1).Truncate(time.Second)
	return Header{What: mark, Format: format, Made: made, By: by, Spaces: spaces()}
}

func spaces() []table.Space { return []table.Space{table.Open, table.Private} }

func (h Header) valid() error {
	switch {
	case h.What != mark:
		return ErrDamaged
	case h.Format != format:
		return fmt.Errorf("format %d: %w", h.Format, ErrFormat)
	case !slices.Equal(h.Spaces, spaces()):
		return ErrDamaged
	}
	return nil
}

// Summary is the last line: what is in a backup.
type Summary struct {
	Items  map[table.Space]int `json:"items"`
	Files  int                 `json:"files"`
	SHA256 string              `json:"sha256"` // of all lines before, in hex
}

// All is the number of items.
func (s Summary) All() (n int) {
	for _, space := range spaces() {
		n += s.Items[space]
	}
	return n
}

// line is one line of the file: one of the four.
type line struct {
	Header *Header  `json:"header,omitempty"`
	File   *upload  `json:"file,omitempty"`
	Item   *item    `json:"item,omitempty"`
	End    *Summary `json:"end,omitempty"`
}

// parts is how many of the four are there.
func (l line) parts() (n int) {
	for _, there := range []bool{l.Header != nil, l.File != nil, l.Item != nil, l.End != nil} {
		if there {
			n++
		}
	}
	return n
}

type upload struct {
	Hash string `json:"sha256"`
	Data []byte `json:"data"`
}

// item is a table.Item in a fixed order. Its body is text and not JSON within
// JSON, so that it comes back byte for byte.
type item struct {
	Space   table.Space                               `json:"space"`
	PK      string                                    `json:"pk"`
	SK      string                                    `json:"sk"`
	Index   [table.IndexCount]struct{ PK, SK string } `json:"index,omitzero"`
	Kind    string                                    `json:"kind,omitempty"`
	Version int64                                     `json:"version"`
	Expires int64                                     `json:"expires,omitempty"` // seconds since 1970
	Count   int64                                     `json:"count,omitempty"`
	Body    string                                    `json:"body,omitempty"`
}

func fromItem(i table.Item) *item {
	kept := &item{Space: i.Space, PK: i.PK, SK: i.SK, Kind: i.Kind, Version: i.Version, Count: i.Count, Body: string(i.Body)}
	for n, x := range i.Index {
		kept.Index[n] = x
	}
	if !i.Expires.IsZero() {
		kept.Expires = i.Expires.Unix()
	}
	return kept
}

// table returns the item if the table would take it: the same check that every
// write goes through.
func (i item) table() (table.Item, error) {
	out := table.Item{Key: table.Key{Space: i.Space, PK: i.PK, SK: i.SK}, Kind: i.Kind, Count: i.Count}
	for n, x := range i.Index {
		out.Index[n] = x
	}
	if i.Expires != 0 {
		out.Expires = time.Unix(i.Expires, 0).UTC()
	}
	if i.Body != "" {
		out.Body = []byte(i.Body)
	}
	if _, err := table.Validate([]table.Write{table.Set(out)}); err != nil || i.Version < 1 {
		return table.Item{}, ErrDamaged
	}
	out.Version = i.Version
	return out, nil
}

// encode is the one way to say a line.
func encode(l line) ([]byte, error) {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	if err := to.Encode(l); err != nil {
		return nil, errors.New("encoding a line of the backup") // the cause might quote it
	}
	if b.Len() > maxLine {
		return nil, fmt.Errorf("line of %d bytes, %d are possible: %w", b.Len(), maxLine, table.ErrTooLarge)
	}
	return b.Bytes(), nil
}

// encodeItem is the line of an item that can be restored.
func encodeItem(i table.Item) ([]byte, error) {
	kept := fromItem(i)
	if _, err := kept.table(); err != nil {
		return nil, fmt.Errorf("item of kind %q cannot be kept: %w", i.Kind, table.ErrInvalid)
	}
	return encode(line{Item: kept})
}

// decode takes apart what encode put together, and nothing else.
func decode(text []byte) (l line, err error) {
	if json.Unmarshal(text, &l) != nil {
		return l, ErrDamaged
	}
	if there := l.parts(); there != 1 {
		return l, ErrDamaged
	}
	again, err := encode(l)
	if err != nil || !bytes.Equal(again, text) {
		return l, ErrDamaged
	}
	return l, nil
}

// compare is the order of items in a backup.
func compare(a, b table.Key) int {
	if a.Space != b.Space {
		return strings.Compare(string(a.Space), string(b.Space))
	}
	if a.PK != b.PK {
		return strings.Compare(a.PK, b.PK)
	}
	return strings.Compare(a.SK, b.SK)
}
