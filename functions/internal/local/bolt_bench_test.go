package local

import (
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"greenroom/functions/internal/table"
)

// BenchmarkBoltWrite measures durable transactions of the size a comment
// makes: the comment, its audit event and a mail.
func BenchmarkBoltWrite(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			side := openBolt(b, filepath.Join(b.TempDir(), "data.db"), time.Now)
			body := fmt.Appendf(nil, "%q", strings.Repeat("x", 400))
			before := boltCommits(b, side)
			b.ReportAllocs()
			b.ResetTimer()
			var next atomic.Int64
			var all sync.WaitGroup
			for range writers {
				all.Go(func() {
					for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
						comment := boltNote(table.Open, fmt.Sprint("POST#", n%20), fmt.Sprintf("%09d", n))
						comment.Body, comment.Index[0] = body, table.IndexKey{PK: "QUEUE", SK: comment.SK}
						event := boltNote(table.Private, "AUDIT#2026", comment.SK)
						mail := boltNote(table.Private, "OUTBOX", comment.SK)
						mail.Body, mail.Expires = body, time.Now().Add(time.Hour)
						if err := side.Write(b.Context(), comment.SK, table.Create(comment), table.Create(event), table.Create(mail)); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			all.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
			b.ReportMetric(float64(b.N)/float64(boltCommits(b, side)-before), "writes/commit")
		})
	}
}

func BenchmarkBoltGet(b *testing.B) {
	side, key := boltFilledForReading(b)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if _, err := side.Get(b.Context(), key(n)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBoltQueryPageOf25(b *testing.B) {
	side, _ := boltFilledForReading(b)
	for name, q := range map[string]table.Query{
		"table": {Space: table.Open, PK: "POST#7", Limit: 25},
		"index": {Space: table.Open, PK: "QUEUE", Index: 1, Limit: 25, Descending: true},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page, err := side.Query(b.Context(), q)
				if err != nil || len(page.Items) != 25 {
					b.Fatal(len(page.Items), err)
				}
			}
		})
	}
}

// BenchmarkBoltOpen measures the verification of 10,000 items at every start.
func BenchmarkBoltOpen(b *testing.B) {
	side, _ := boltFilledForReading(b)
	path := side.db.Path()
	if err := side.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		again, err := OpenBolt(path, time.Now)
		if err != nil {
			b.Fatal(err)
		}
		if err := again.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

func boltFilledForReading(b *testing.B) (*Bolt, func(n int) table.Key) {
	side := openBolt(b, filepath.Join(b.TempDir(), "data.db"), time.Now)
	key := func(n int) table.Key {
		n %= 10_000
		return table.Key{Space: table.Open, PK: fmt.Sprint("POST#", n%100), SK: fmt.Sprintf("%09d", n)}
	}
	for n := 0; n < 10_000; n += table.MaxWrites {
		var writes []table.Write
		for k := range table.MaxWrites {
			i := table.Item{Key: key(n + k), Body: fmt.Appendf(nil, "%q", strings.Repeat("x", 400))}
			i.Index[0] = table.IndexKey{PK: "QUEUE", SK: i.SK}
			writes = append(writes, table.Create(i))
		}
		boltWriteAll(b, side, writes...)
	}
	b.ResetTimer()
	return side, key
}
