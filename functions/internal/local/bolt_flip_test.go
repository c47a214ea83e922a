package local

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/table"
)

const boltFlipPage = 4096

// Single bits are flipped in copies of a filled file, half of them anywhere
// and half where the pages describe themselves. Each copy is judged in
// another process, because a damaged file could crash it: it must be refused
// with an error or answer every question as before, also after another write
// and another start.
func TestBoltNoticesFlippedBits(t *testing.T) {
	path := os.Getenv("BOLT_FLIP_FILE")
	if isBoltChild() {
		judgeFlips(t, path)
		return
	}
	t.Parallel()
	flips := 1200
	if testing.Short() {
		flips = 100
	}
	path = filepath.Join(t.TempDir(), "data.db")
	fillBolt(t, path)
	verdicts := map[string]int{}
	for next := 0; next < flips; {
		child := startBoltChild(t, "BOLT_FLIP_FILE="+path, fmt.Sprint("BOLT_FLIP_RANGE=", next, " ", flips))
		verdict := ""
		for child.output.Scan() {
			line := child.output.Text()
			number, rest, _ := strings.Cut(line, " ")
			if n, err := strconv.Atoi(number); err != nil || n != next {
				t.Log(line)
				continue
			}
			if verdict, _, _ = strings.Cut(rest, ":"); verdict == "wrong" {
				t.Errorf("flip %s", line)
			}
			verdicts[verdict]++
			next++
		}
		if err := child.cmd.Wait(); err != nil {
			t.Errorf("flip %d: crash: %v", next, err)
			verdicts["crash"]++
			next++
		}
	}
	t.Logf("%d flips: %v", flips, verdicts)
	if verdicts["wrong"] > 0 || verdicts["crash"] > 0 || verdicts["refused"] == 0 || verdicts["right"] == 0 {
		t.Errorf("got %v, want refusals and right answers only", verdicts)
	}
}

// fillBolt makes a file with everything in it: both spaces, indexes, expiry,
// tokens, a trimmed log, cursors, and pages that were freed.
func fillBolt(t *testing.T, path string) {
	t.Helper()
	clock := newBoltClock()
	b, err := OpenBolt(path, clock.now)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 20 {
		var writes []table.Write
		for k := range 10 {
			i := boltNote([]table.Space{table.Open, table.Private}[k%2], fmt.Sprint("P", k%3), fmt.Sprintf("%03d-%d", n, k))
			i.Body = fmt.Appendf(nil, "%q", strings.Repeat(fmt.Sprint(n), 60))
			i.Index[n%3] = table.IndexKey{PK: "Q", SK: fmt.Sprint(n)}
			if n%4 == 0 {
				i.Expires = clock.now().Add(time.Hour)
			}
			writes = append(writes, table.Create(i))
		}
		if err := b.Write(t.Context(), fmt.Sprint("t", n), writes...); err != nil {
			t.Fatal(err)
		}
		if n%5 == 4 {
			writes[0].Item.Version = 1
			boltWriteAll(t, b, table.Replace(writes[0].Item), table.Delete(writes[1].Item.Key, 1))
		}
	}
	for consumer, cursor := range map[string]string{"publish": "120", "deliver": "90"} {
		if err := b.SaveCursor(consumer, cursor); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Trim(t.Context(), "publish", "deliver"); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

// boltDigest sums up all that can be asked.
func boltDigest(ctx context.Context, b *Bolt) (string, error) {
	sum := sha256.New()
	for _, space := range []table.Space{table.Open, table.Private} {
		for index := range table.IndexCount + 1 {
			for _, pk := range []string{"P0", "P1", "P2", "Q"} {
				q := table.Query{Space: space, Index: index, PK: pk, Limit: 50}
				for more := true; more; more = q.Cursor != "" {
					page, err := b.Query(ctx, q)
					if err != nil {
						return "", err
					}
					for _, i := range page.Items {
						alone, err := b.Get(ctx, i.Key)
						if err != nil {
							return "", err
						}
						sum.Write(boltPutChange(table.Change{Key: i.Key, Old: &i, New: &alone}))
					}
					q.Cursor = page.Cursor
				}
			}
		}
	}
	changes, end, err := b.Changes(ctx, "", 1000)
	if err != nil {
		return "", err
	}
	publish, err := b.Cursor("publish")
	if err != nil {
		return "", err
	}
	deliver, err := b.Cursor("deliver")
	for _, c := range changes {
		sum.Write(boltPutChange(c))
	}
	fmt.Fprintln(sum, len(changes), end, publish, deliver, b.LastCommit())
	return fmt.Sprintf("%x", sum.Sum(nil)), err
}

// judgeFlips prints a verdict on each flip of its range.
func judgeFlips(t *testing.T, path string) {
	var from, to int
	if _, err := fmt.Sscan(os.Getenv("BOLT_FLIP_RANGE"), &from, &to); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "data.db")
	want := judgeFile(t, copied, whole)
	for n := from; n < to; n++ {
		bit := boltFlipAt(n, whole)
		whole[bit/8] ^= 1 << (bit % 8)
		verdict := judgeFile(t, copied, whole)
		whole[bit/8] ^= 1 << (bit % 8)
		switch {
		case verdict == want:
			verdict = "right"
		case !strings.HasPrefix(verdict, "refused"):
			verdict = "wrong"
		}
		fmt.Printf("%d %s: bit %d of byte %d\n", n, verdict, bit%8, bit/8)
	}
}

func boltFlipAt(n int, whole []byte) int {
	var seed [32]byte
	binary.BigEndian.PutUint64(seed[:], uint64(n))
	random := rand.New(rand.NewChaCha8(seed))
	if n%2 == 0 {
		return random.IntN(len(whole) * 8)
	}
	page := random.IntN(len(whole) / boltFlipPage)
	return page*boltFlipPage*8 + random.IntN(400*8)
}

// judgeFile opens a file, asks everything, writes, opens it again and asks
// everything again.
func judgeFile(t *testing.T, path string, content []byte) string {
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	clock := newBoltClock()
	verdict := ""
	for round := range 2 {
		b, err := OpenBolt(path, clock.now)
		if err != nil {
			if round > 0 {
				return "wrong after a write: " + err.Error()
			}
			return "refused"
		}
		digest, err := boltDigest(t.Context(), b)
		if err == nil && round == 0 {
			err = b.Write(t.Context(), "", table.Set(boltNote(table.Open, "NEW", "1")), table.Add(table.Key{Space: table.Private, PK: "NEW", SK: "2"}, "", 1))
		}
		if err != nil {
			digest = "wrong: " + err.Error()
		}
		verdict += digest + " "
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return verdict
}
