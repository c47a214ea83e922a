package cloud

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/google/go-cmp/cmp"

	"greenroom/functions/internal/table"
)

const (
	streamKeys = `"Keys":{"PK":{"S":"POST#a"},"SK":{"S":"COMMENT#1"}}`
	streamBare = `{"PK":{"S":"POST#a"},"SK":{"S":"COMMENT#1"},"ver":{"N":"1"},"cnt":{"N":"0"}}`
	streamFull = `{"PK":{"S":"POST#a"},"SK":{"S":"COMMENT#1"},"ver":{"N":"2"},"cnt":{"N":"-3"},"ttl":{"N":"4102444800"},
		"kind":{"S":"comment"},"body":{"S":"{\"text\":\"\\u0000\"}"},"GSI2PK":{"S":"QUEUE"},"GSI2SK":{"S":"1"}}`
)

func TestChangeFromDecodesStreamRecords(t *testing.T) {
	t.Parallel()
	key := table.Key{Space: table.Open, PK: "POST#a", SK: "COMMENT#1"}
	bare := table.Item{Key: key, Version: 1}
	full := table.Item{Key: key, Version: 2, Count: -3, Kind: "comment", Body: []byte(`{"text":"\u0000"}`),
		Expires: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC), Index: [3]table.IndexKey{1: {PK: "QUEUE", SK: "1"}}}
	for name, c := range map[string]struct {
		record string
		want   table.Change
	}{
		"created": {`{"eventName":"INSERT","dynamodb":{` + streamKeys + `,"NewImage":` + streamBare + `}}`,
			table.Change{Key: key, New: &bare}},
		"replaced": {`{"eventName":"MODIFY","dynamodb":{` + streamKeys + `,"OldImage":` + streamBare + `,"NewImage":` + streamFull + `}}`,
			table.Change{Key: key, Old: &bare, New: &full}},
		"expired": {`{"eventName":"REMOVE","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"dynamodb":{` + streamKeys + `,"OldImage":` + streamFull + `}}`,
			table.Change{Key: key, Old: &full}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ChangeFrom(streamRecord(t, c.record), table.Open)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("got (+) differs from want (-):\n%s", diff)
			}
		})
	}
}

func TestChangeFromRefusesWhatIsNoChange(t *testing.T) {
	t.Parallel()
	for name, record := range map[string]string{
		"nothing":        `{}`,
		"keys only":      `{"dynamodb":{` + streamKeys + `}}`,
		"no key":         `{"dynamodb":{"NewImage":` + streamBare + `}}`,
		"no version":     `{"dynamodb":{` + streamKeys + `,"NewImage":{"PK":{"S":"A"},"SK":{"S":"1"}}}}`,
		"version a text": `{"dynamodb":{` + streamKeys + `,"NewImage":{"PK":{"S":"A"},"SK":{"S":"1"},"ver":{"S":"x"}}}}`,
		"version 0":      `{"dynamodb":{` + streamKeys + `,"NewImage":{"PK":{"S":"A"},"SK":{"S":"1"},"ver":{"N":"0"}}}}`,
		"fraction":       `{"dynamodb":{` + streamKeys + `,"NewImage":{"PK":{"S":"A"},"SK":{"S":"1"},"ver":{"N":"1"},"cnt":{"N":"1.5"}}}}`,
		"key a number":   `{"dynamodb":{"Keys":{"PK":{"B":"AA=="},"SK":{"BOOL":true}},"NewImage":` + streamBare + `}}`,
	} {
		if c, err := ChangeFrom(streamRecord(t, record), table.Open); !errors.Is(err, table.ErrCorrupt) {
			t.Errorf("%s: got %+v and error %v, want ErrCorrupt", name, c, err)
		}
	}
}

func streamRecord(t *testing.T, text string) (record events.DynamoDBEventRecord) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &record); err != nil {
		t.Fatal(err)
	}
	return record
}

func TestTableDefinitionHoldsWholeItemsAndTheirHistory(t *testing.T) {
	t.Parallel()
	d := TableDefinition("comments")
	if *d.TableName != "comments" || d.BillingMode != types.BillingModePayPerRequest ||
		d.StreamSpecification.StreamViewType != types.StreamViewTypeNewAndOldImages || !*d.StreamSpecification.StreamEnabled {
		t.Errorf("got %+v", d)
	}
	var names []string
	for _, index := range d.GlobalSecondaryIndexes {
		names = append(names, *index.IndexName, *index.KeySchema[0].AttributeName, *index.KeySchema[1].AttributeName, string(index.Projection.ProjectionType))
	}
	want := []string{"GSI1", "GSI1PK", "GSI1SK", "ALL", "GSI2", "GSI2PK", "GSI2SK", "ALL", "GSI3", "GSI3PK", "GSI3SK", "ALL"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("got (+) differs from want (-):\n%s", diff)
	}
	if ttl := TimeToLive("comments").TimeToLiveSpecification; *ttl.AttributeName != "ttl" || !*ttl.Enabled {
		t.Errorf("got %+v", ttl)
	}
}
