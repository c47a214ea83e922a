package comment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/table"
)

// Receipt is what the author gets: a secret that opens the comment's status
// page, the same one however often the form is sent.
type Receipt struct{ Post, ID, Token string }

// keepReceipt is how long the same form is recognised: two days cover every
// retry and every tab left open overnight.
const keepReceipt = 48 * time.Hour

// keepStatus is how long the status page can be opened.
const keepStatus = 180 * 24 * time.Hour

// keepsakes are what stands in the private space beside a comment: its
// author's address, the receipt of this form and the way from the status
// page's secret to the comment.
func (s *Room) keepsakes(c Comment, d Draft, r Receipt) ([]table.Write, error) {
	email, err := json.Marshal(map[string]string{"Email": d.Email})
	if err != nil {
		return nil, fmt.Errorf("encoding commenter: %w", err)
	}
	receipt, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("encoding receipt: %w", err)
	}
	where, err := json.Marshal(Receipt{Post: c.Post, ID: c.ID})
	if err != nil {
		return nil, fmt.Errorf("encoding receipt: %w", err)
	}
	author := Key(c.Post, c.ID)
	author.Space = table.Private
	return []table.Write{
		table.Create(table.Item{Key: author, Kind: "commenter", Body: email}),
		table.Create(table.Item{Key: receiptKey(d), Kind: "receipt", Body: receipt, Expires: c.At.Add(keepReceipt)}),
		table.Create(table.Item{Key: statusKey(r.Token), Kind: "status", Body: where, Expires: c.At.Add(keepStatus)}),
	}, nil
}

// receiptKey is the same for the same form with the same answers. The answers
// are part of it because a page without script gives every visitor one key.
func receiptKey(d Draft) table.Key {
	answers, _ := json.Marshal([]string{d.Key, d.Post, d.Parent, d.Name, d.Email, d.Text}) // strings always encode
	sum := sha256.Sum256(answers)
	return table.Key{Space: table.Private, PK: "IDEM#" + hex.EncodeToString(sum[:]), SK: "T"}
}

func decodeReceipt(i *table.Item) (Receipt, error) {
	var r Receipt
	if i == nil {
		return r, agency.Conflict("This form was being sent twice at once. Send it again.", nil)
	}
	if err := json.Unmarshal(i.Body, &r); err != nil {
		return r, fmt.Errorf("reading receipt: %w", err)
	}
	return r, nil
}

func statusKey(token string) table.Key {
	sum := sha256.Sum256([]byte(token))
	return table.Key{Space: table.Private, PK: "STATUS#" + hex.EncodeToString(sum[:]), SK: "T"}
}
