package local

import (
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"greenroom/functions/internal/table"
)

// boltCall is one call waiting to be committed.
type boltCall struct {
	fn   func(*boltTx) error
	err  error
	done chan struct{}
}

var errBoltNothing = errors.New("nothing was changed")

// commit runs fn in a transaction that it shares with every other call that is
// waiting: whoever comes while the disk is busy goes with the next one. This
// needs no delay, so a lone writer is not slowed down as it is by bbolt's own
// Batch. An error of fn concerns fn alone, if fn has changed nothing yet.
func (b *Bolt) commit(fn func(*boltTx) error) error {
	call := &boltCall{fn: fn, done: make(chan struct{})}
	b.mu.Lock()
	b.waiting = append(b.waiting, call)
	b.mu.Unlock()
	select {
	case <-call.done:
	case b.leader <- struct{}{}:
		defer func() { <-b.leader }()
		select {
		case <-call.done: // the leader before us took this call along
		default:
			b.commitWaiting()
		}
	}
	return call.err
}

func (b *Bolt) commitWaiting() {
	b.mu.Lock()
	calls := b.waiting
	b.waiting = nil
	b.mu.Unlock()
	err := errors.New("commit broke off")
	defer func() { // also while panicking: nobody may wait for ever
		for _, c := range calls {
			if err != nil {
				c.err = fmt.Errorf("committing: %w: %w", table.ErrUnavailable, err)
			}
			close(c.done)
		}
	}()
	err = b.commitTogether(calls)
}

func (b *Bolt) commitTogether(calls []*boltCall) error {
	var state boltState
	var news bool
	err := b.db.Update(func(tx *bolt.Tx) error {
		t := &boltTx{tx: tx}
		var err error
		if t.state, err = t.loadState(); err != nil {
			return err
		}
		seq := t.state.Seq
		for _, c := range calls {
			before := t.changes
			if c.err = c.fn(t); c.err != nil && t.changes != before {
				return c.err
			}
		}
		if t.changes == 0 {
			return errBoltNothing
		}
		t.state.LastCommit = max(t.state.LastCommit, b.now().UnixNano())
		state, news = t.state, t.state.Seq > seq
		return t.saveState()
	})
	if err != nil {
		if errors.Is(err, errBoltNothing) {
			return nil
		}
		return err
	}
	b.lastCommit.Store(state.LastCommit)
	if news {
		b.announce()
	}
	return nil
}

func (b *Bolt) announce() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.news)
	b.news = make(chan struct{})
}
