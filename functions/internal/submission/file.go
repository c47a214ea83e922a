package submission

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// File is something that was uploaded.
type File struct {
	Hash string // SHA-256 of its bytes, in hex; the name that it is kept under
	Name string // as its sender calls it, without its path
	Type string
	Size int // bytes
}

// FileLimit is the most that a file may have, in words: "25 MB".
func (s *Room) FileLimit() string { return Megabytes(s.MaxFile) }

// Megabytes is a number of bytes in words: "4.5 MB".
func Megabytes(n int) string {
	return strconv.FormatFloat(float64(n)/1e6, 'f', -1, 64) + " MB"
}

// TooLarge says of a file that it is more than one may have.
func (s *Room) TooLarge() string {
	return "The file is larger than " + s.FileLimit() + ". Send a link to it, or a smaller version"
}

// maxFiles is how many files one piece of work may have.
const maxFiles = 40

// Upload keeps a file for a piece of work of the actor's own, to be sent with a
// draft. The same file twice is one.
func (s *Room) Upload(ctx context.Context, actor agency.Actor, app string, number int, name string, data []byte) (File, error) {
	d, err := s.OwnedBy(ctx, actor, app, number)
	if err != nil {
		return File{}, err
	}
	f, err := s.Inspect(ctx, d, name, data)
	if err != nil {
		return f, err
	}
	if err := s.Files.Keep(ctx, f.Hash, data); err != nil {
		return f, fmt.Errorf("keeping file of deliverable %s: %w", d.Ref(), err)
	}
	return f, s.list(ctx, d, f)
}

// Inspect says what a file would be kept as, or why it is not taken. It keeps
// nothing.
func (s *Room) Inspect(ctx context.Context, d Deliverable, name string, data []byte) (File, error) {
	if err := TakesFiles(d); err != nil {
		return File{}, err
	}
	switch {
	case len(data) == 0:
		return File{}, invalidFile("Choose a file: this one is empty")
	case len(data) > s.MaxFile:
		return File{}, invalidFile(s.TooLarge())
	}
	sum := sha256.Sum256(data)
	f := File{Hash: hex.EncodeToString(sum[:]), Type: sniff(data), Size: len(data)}
	if f.Name = fileName(name, f.Type); f.Type == "" {
		return f, invalidFile("Send a picture (PNG, JPEG), a PDF without scripts or a Word document (DOCX). This file is none of them, whatever it is called")
	}
	return f, s.another(ctx, d, f)
}

// TakesFiles refuses files for a piece of work of which no draft is due.
func TakesFiles(d Deliverable) error {
	if _, err := Machine().Next(d.State, "D2"); err != nil && d.State != Assigned {
		return agency.Conflict("This work "+Standing(d.State)+". Files are taken with a draft.", err)
	}
	return nil
}

func invalidFile(say string) error {
	return &agency.Invalid{Fields: []agency.FieldError{{Field: "file", Message: say}}}
}

func fileKey(d Deliverable, hash string) table.Key {
	k := part(d.Application, "FILE", d.Number)
	k.SK += "#" + hash
	return k
}

// another refuses one file too many, before any of it is kept.
func (s *Room) another(ctx context.Context, d Deliverable, f File) error {
	files, err := s.Uploaded(ctx, d)
	known := slices.ContainsFunc(files, func(one File) bool { return one.Hash == f.Hash })
	if err == nil && len(files) >= maxFiles && !known {
		err = invalidFile("That are 40 files for one piece of work. Put them together, or send a link")
	}
	return err
}

// list notes that the file belongs to the work.
func (s *Room) list(ctx context.Context, d Deliverable, f File) error {
	i, err := encode(fileKey(d, f.Hash), "file", f)
	if err != nil {
		return err
	}
	return s.Table.Write(ctx, "", table.Set(i))
}

// sent returns a file that was uploaded for the work.
func (s *Room) sent(ctx context.Context, d Deliverable, hash string) (File, error) {
	var f File
	if len(hash) != 2*sha256.Size || strings.Trim(hash, "0123456789abcdef") != "" {
		return f, invalidFile("Choose the file again: it was not kept")
	}
	err := s.read(ctx, fileKey(d, hash), &f)
	if errors.Is(err, table.ErrNotFound) {
		return f, invalidFile("Choose the file again: it was not kept")
	}
	return f, err
}

// Contents opens a file of a piece of work.
func (s *Room) Contents(ctx context.Context, d Deliverable, hash string) (File, io.ReadCloser, error) {
	f, err := s.sent(ctx, d, hash)
	if _, invalid := errors.AsType[*agency.Invalid](err); invalid {
		return f, nil, agency.NotFound("There is no such file.")
	}
	if err != nil {
		return f, nil, err
	}
	data, err := s.Files.Open(ctx, f.Hash)
	if err != nil {
		return f, nil, fmt.Errorf("opening file of deliverable %s: %w", d.Ref(), err)
	}
	return f, data, nil
}

// fileName is what a file is called. Its ending says what it is: whoever opens
// it does so with the right program.
func fileName(typed, kind string) string {
	name, fit := plainName(typed), endings(kind)
	if len(fit) == 0 || slices.Contains(fit, strings.ToLower(path.Ext(name))) {
		return name
	}
	return name + fit[0]
}

// endings are those of the names of a type of file, the usual one first.
func endings(kind string) []string {
	switch kind {
	case TypePNG:
		return []string{".png"}
	case TypeJPEG:
		return []string{".jpg", ".jpeg"}
	case TypePDF:
		return []string{".pdf"}
	case TypeDOCX:
		return []string{".docx"}
	}
	return nil
}

// plainName is a name with no path, nothing that hides, and not too long.
func plainName(typed string) string {
	name := path.Base(strings.ReplaceAll(agency.Tidy(typed), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || strings.ContainsRune(`"/<>:|?*;`, r) {
			return -1
		}
		return r
	}, name)
	if name = strings.Trim(cut(name, 120), ". "); name == "" {
		return "file"
	}
	return name
}
