package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"greenroom/site/generate"
)

// Memory is what a publisher needs that is one of several, and that may begin
// with nothing any time: the lease, and what the builds before have found out.
//
// What is kept belongs to one state of the site, told by its mark. Where that is
// the site's, only the posts that changes name are read; else all are. So state
// that is missing, torn or older costs time and nothing else.
type Memory struct {
	Lease *Lease
	Site  Marked
	Store Store
	Dir   string // on this machine, nobody else's

	Waiting string // folder for files that wait to be put; "": the system's for temporary ones
	Log     *slog.Logger

	mark  string // of the site as our builder knows it; "": it does not
	reads uint64 // counts the times that all threads were read
	shelf shelf
}

// Marked tells one state of the site from another.
type Marked interface {
	// Mark looks at the site. It is a text that changes with every build that
	// changed a file, and "" if there is no site yet.
	Mark(ctx context.Context) (string, error)
	// Left is the mark as our own last write made it, or else as it was looked
	// at last; "" if that is not known.
	Left() string
}

// Store keeps bytes by name. Read returns fs.ErrNotExist for what is not there.
type Store interface {
	Read(ctx context.Context, name string) ([]byte, error)
	Write(ctx context.Context, name string, data []byte) error
}

// inTurn builds the site while nobody else does.
func (p *Publisher) inTurn(ctx context.Context, build func() (*Edition, generate.Result, error)) (*Edition, generate.Result, error) {
	p.building.Lock()
	defer p.building.Unlock()
	m := p.Memory
	if m == nil {
		return build()
	}
	if err := m.Lease.Take(ctx); err != nil {
		return nil, generate.Result{}, err
	}
	defer m.give(ctx)
	if err := m.recall(ctx, p); err != nil {
		return nil, generate.Result{}, err
	}
	e, result, err := build()
	if err == nil { // also if there was nothing to write: what we know may be of yesterday
		err = m.Lease.Keep(ctx)
	}
	if _, part := errors.AsType[*generate.Unfinished](err); part {
		m.mark = m.Site.Left() // the builder knows how far it came, and all that it has read
		return e, result, err
	}
	if err != nil {
		m.mark = ""
		return e, result, err
	}
	m.keep(ctx)
	return e, result, nil
}

// give ends our turn, also when the time of the function is up.
func (m *Memory) give(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), LastWrite)
	defer cancel()
	m.Lease.Give(ctx)
}

// recall has the builder know what the site is made of now. If it was the last
// to build, it does.
func (m *Memory) recall(ctx context.Context, p *Publisher) error {
	mark, err := m.Site.Mark(ctx)
	if err != nil {
		return fmt.Errorf("looking at the site: %w", err)
	}
	if m.mark != "" && m.mark == mark && p.Builder != nil {
		return nil
	}
	if p.Builder != nil {
		_ = p.Builder.Close() // of a file that is thrown away
	}
	p.edition, p.courses = nil, nil
	of, reads, err := m.shelf.fetch(ctx, m.Store, m.Dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		m.tell(ctx, "what was kept cannot be read", err)
	}
	m.reads, m.mark = reads, ""
	if err == nil && of == mark {
		m.mark = mark
	}
	p.Builder = generate.New(generate.Options{Cache: m.Dir, Waiting: m.Waiting, Progress: m.progress(ctx)})
	return nil
}

// progress keeps the lease while a build goes on for long and writes nothing.
// If it is lost, the next write says so.
func (m *Memory) progress(ctx context.Context) func(string, int, int) {
	ctx = context.WithoutCancel(ctx)
	return func(string, int, int) {
		ctx, cancel := context.WithTimeout(ctx, LastWrite)
		defer cancel()
		_ = m.Lease.Keep(ctx)
	}
}

// keep notes what the build has found out. It is about the site as we left it,
// whoever may have written to it since. The site stands whatever becomes of that.
func (m *Memory) keep(ctx context.Context) {
	m.mark = m.Site.Left()
	if m.mark == "" || m.shelf.mark == m.mark {
		return
	}
	if err := m.shelf.put(ctx, m.Store, m.mark, m.reads); err != nil {
		m.tell(ctx, "what was found out cannot be kept", err)
	}
}

func (m *Memory) tell(ctx context.Context, what string, err error) {
	if m.Log != nil {
		m.Log.WarnContext(ctx, what, "cause", err)
	}
}
