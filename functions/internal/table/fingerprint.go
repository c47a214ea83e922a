package table

import (
	"crypto/sha256"
	"encoding/json"
)

// Fingerprint tells sets of writes apart, so that a request token which comes
// again with other writes is noticed. The writes are those that Validate
// returned.
func Fingerprint(writes []Write) [sha256.Size]byte {
	text, _ := json.Marshal(writes) // no channel, func or float in it: cannot fail
	return sha256.Sum256(text)
}
