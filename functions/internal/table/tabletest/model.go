package tabletest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"greenroom/functions/internal/table"
)

func modelCases() []testCase {
	return []testCase{{"random writes agree with a map", func(s *suite) {
		run := 0
		rapid.Check(s.T, func(t *rapid.T) {
			run++
			m := &model{suite: s, t: t, run: run, items: map[table.Key]table.Item{}}
			for range rapid.IntRange(1, 25).Draw(t, "steps") {
				m.step()
			}
			m.compare()
		})
		s.unbroken()
	}}}
}

// model is the contract on a map. Its keys are its own among all runs on the
// same side.
type model struct {
	*suite
	t     *rapid.T
	run   int
	calls int
	items map[table.Key]table.Item // expired ones too
	last  *call
}

// call is a successful Write that may be repeated.
type call struct {
	token  string
	writes []table.Write
	at     time.Time
}

func (m *model) step() {
	switch rapid.SampledFrom([]string{"write", "write", "write", "write", "replay", "reuse", "wait"}).Draw(m.t, "step") {
	case "write":
		m.write(m.drawWrites())
	case "replay":
		if m.last != nil && m.clock.Now().Sub(m.last.at) < 9*time.Minute {
			m.check(m.Table.Write(m.ctx, m.last.token, m.last.writes...), nil)
		}
	case "reuse":
		if m.last != nil && m.clock.Now().Sub(m.last.at) < 9*time.Minute {
			other := append(slices.Clone(m.last.writes), table.Add(m.key("open", "other", "1"), "", 1))
			m.check(m.Table.Write(m.ctx, m.last.token, other...), table.ErrTokenReused)
		}
	case "wait":
		m.clock.advance(time.Duration(rapid.IntRange(1, 150).Draw(m.t, "seconds")) * time.Second)
	}
}

func (m *model) check(got, want error) {
	if !errors.Is(got, want) {
		m.t.Fatalf("got error %v, want %v", got, want)
	}
}

func (m *model) key(space, pk, sk string) table.Key {
	return table.Key{Space: table.Space(space), PK: fmt.Sprintf("RUN%d#%s", m.run, pk), SK: sk}
}

func (m *model) drawWrites() []table.Write {
	keys := rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) table.Key {
		return m.key(rapid.SampledFrom([]string{"open", "private"}).Draw(t, "space"),
			rapid.SampledFrom([]string{"a", "b"}).Draw(t, "pk"),
			rapid.SampledFrom([]string{"1", "1#", "2\x00"}).Draw(t, "sk"))
	}), 1, 5, rapid.ID).Draw(m.t, "keys")
	var writes []table.Write
	for _, k := range keys {
		writes = append(writes, m.drawWrite(k))
	}
	return writes
}

func (m *model) drawWrite(k table.Key) table.Write {
	version := int64(0)
	if current, ok := m.live(k); ok {
		version = current.Version
	}
	version = max(0, version+rapid.SampledFrom([]int64{0, 0, 0, 0, 0, 1, -1}).Draw(m.t, "off by"))
	switch rapid.SampledFrom([]string{"create", "replace", "set", "delete", "check", "add"}).Draw(m.t, "write") {
	case "create":
		return table.Create(m.drawItem(k))
	case "replace":
		return table.Replace(at(m.drawItem(k), version))
	case "set":
		return table.Set(m.drawItem(k))
	case "delete":
		return table.Delete(k, rapid.SampledFrom([]int64{version, table.Any}).Draw(m.t, "version"))
	case "check":
		return table.Check(k, version)
	}
	return table.Add(k, "counter", rapid.Int64Range(-3, 3).Draw(m.t, "n"))
}

func (m *model) drawItem(k table.Key) table.Item {
	i := item(k, rapid.StringN(0, 8, 30).Draw(m.t, "text"))
	i.Count = rapid.Int64Range(-9, 9).Draw(m.t, "count")
	if rapid.Bool().Draw(m.t, "expires") {
		i.Expires = m.clock.Now().Add(time.Duration(rapid.IntRange(0, 300).Draw(m.t, "after")) * time.Second)
	}
	for n := range i.Index {
		if rapid.Bool().Draw(m.t, "indexed") {
			i.Index[n] = table.IndexKey{
				PK: m.key("", rapid.SampledFrom([]string{"p", "q"}).Draw(m.t, "index pk"), "").PK,
				SK: rapid.SampledFrom([]string{"1", "2", "2\x00"}).Draw(m.t, "index sk"),
			}
		}
	}
	return i
}

func (m *model) live(k table.Key) (table.Item, bool) {
	i, ok := m.items[k]
	if !ok || !i.Expires.IsZero() && !m.clock.Now().Before(i.Expires.Truncate(time.Second)) {
		return table.Item{}, false
	}
	return i, true
}

// write does on the map what Write does, and compares what both say.
func (m *model) write(writes []table.Write) {
	next := map[table.Key]*table.Item{}
	var want *table.ConflictError
	for n, w := range writes {
		current, ok := m.live(w.Item.Key)
		if allowed := w.If == table.Any || ok && w.If == current.Version || !ok && w.If == 0; !allowed {
			want = &table.ConflictError{Write: n, Key: w.Item.Key}
			if ok {
				want.Current = &current
			}
			break
		}
		m.effect(next, w, current)
	}
	m.calls++
	token := fmt.Sprint(m.Name(), m.run, "-", m.calls)
	err := m.Table.Write(m.ctx, token, writes...)
	if want == nil {
		m.check(err, nil)
		m.last = &call{token: token, writes: writes, at: m.clock.Now()}
		m.keep(next)
		return
	}
	got, ok := errors.AsType[*table.ConflictError](err)
	if diff := difference(want, got); !ok || diff != "" {
		m.t.Fatalf("got error %v, want conflict %v; differs (+ got):\n%s", err, want, diff)
	}
}

func (m *model) effect(next map[table.Key]*table.Item, w table.Write, current table.Item) {
	state := w.Item
	switch w.Op {
	case table.OpCheck:
		return
	case table.OpDelete:
		next[w.Item.Key] = nil
		return
	case table.OpAdd:
		state = current
		state.Key, state.Count = w.Item.Key, current.Count+w.Add
		if state.Kind == "" {
			state.Kind = w.Item.Kind
		}
	}
	state.Version = current.Version + 1
	state.Expires = state.Expires.Truncate(time.Second)
	next[w.Item.Key] = &state
}

func (m *model) keep(next map[table.Key]*table.Item) {
	for k, i := range next {
		if i == nil {
			delete(m.items, k)
		} else {
			m.items[k] = *i
		}
	}
}
