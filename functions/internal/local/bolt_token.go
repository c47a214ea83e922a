package local

import (
	"encoding/binary"
	"time"

	"greenroom/functions/internal/table"
)

const boltTokenLife = 10 * time.Minute

// seen says whether the token was used for these writes and is still
// remembered.
func (w boltWrite) seen(t *boltTx) (bool, error) {
	if w.token == nil {
		return false, nil
	}
	payload, err := t.get(boltTokens, w.token)
	if err != nil || len(payload) < 8 || w.now.Unix() >= boltTokenExpiry(payload) {
		return false, err
	}
	if string(payload[8:]) != string(w.fingerprint[:]) {
		return false, table.ErrTokenReused
	}
	return true, nil
}

func boltTokenExpiry(payload []byte) int64 { return int64(binary.BigEndian.Uint64(payload)) }

func (w boltWrite) remember(t *boltTx) error {
	if w.token == nil {
		return nil
	}
	old, err := t.get(boltTokens, w.token)
	if err == nil && len(old) >= 8 {
		err = t.delete(boltExpiry, boltExpiryKey(boltTokenExpiry(old), boltTokens, w.token))
	}
	if err != nil {
		return err
	}
	expires := w.now.Add(boltTokenLife).Unix()
	payload := append(binary.BigEndian.AppendUint64(nil, uint64(expires)), w.fingerprint[:]...)
	if err := t.put(boltTokens, w.token, payload); err != nil {
		return err
	}
	return t.put(boltExpiry, boltExpiryKey(expires, boltTokens, w.token), nil)
}
