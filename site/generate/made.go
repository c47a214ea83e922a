package generate

import "sync"

// made finds what is dear to make, such as share cards, by the key of all that
// it is made of.
type made struct {
	mu     sync.Mutex
	places map[key]place
	fresh  []key // put since they were last written to the cache
}

func (m *made) find(k key) (place, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.places[k]
	return p, ok
}

func (m *made) put(k key, p place) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.places == nil {
		m.places = map[key]place{}
	}
	m.places[k] = p
	m.fresh = append(m.fresh, k)
}

// once returns what has the key k: from the store, or else from make.
func (b *Builder) once(k key, make func() ([]byte, error)) ([]byte, error) {
	if p, ok := b.made.find(k); ok {
		if data, err := b.store.get(p); err == nil {
			return []byte(data), nil
		}
	}
	data, err := make()
	if err != nil || b.options.Cache == "" {
		return data, err
	}
	p, err := b.store.put(string(data))
	if err == nil {
		b.made.put(k, p)
	}
	return data, err
}

// toKeep are the places to write to the cache: those put since the last time,
// or all.
func (m *made) toKeep(all bool) map[key]place {
	m.mu.Lock()
	defer m.mu.Unlock()
	fresh := m.fresh
	m.fresh = nil
	if all {
		return m.places
	}
	places := make(map[key]place, len(fresh))
	for _, k := range fresh {
		places[k] = m.places[k]
	}
	return places
}

// pictureVersion changes whenever package picture could make other bytes of
// the same picture or card, or share.go puts other words on a card.
const pictureVersion = 1
