package cloud

import (
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"greenroom/functions/internal/table"
)

// The attributes of an item are PK, SK, GSI1PK to GSI3SK, ver, ttl, kind,
// body and cnt. What is empty is left out, so that the indexes stay sparse.

func dynamoIndexName(n int) string { return fmt.Sprintf("GSI%d", n) }

// dynamoIndexNames returns the key attributes of an index, 0 being the table.
func dynamoIndexNames(n int) (pk, sk string) {
	if n == 0 {
		return "PK", "SK"
	}
	return dynamoIndexName(n) + "PK", dynamoIndexName(n) + "SK"
}

func dynamoText(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func dynamoNumber(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func dynamoKey(k table.Key) map[string]types.AttributeValue {
	return map[string]types.AttributeValue{"PK": dynamoText(k.PK), "SK": dynamoText(k.SK)}
}

// dynamoState returns the attributes of an item that may be absent; nil stands
// for those that are.
func dynamoState(i table.Item) map[string]types.AttributeValue {
	state := map[string]types.AttributeValue{"cnt": dynamoNumber(i.Count), "ttl": nil, "kind": nil, "body": nil}
	if !i.Expires.IsZero() {
		state["ttl"] = dynamoNumber(i.Expires.Unix())
	}
	if i.Kind != "" {
		state["kind"] = dynamoText(i.Kind)
	}
	if len(i.Body) > 0 {
		state["body"] = dynamoText(string(i.Body))
	}
	for n, x := range i.Index {
		pk, sk := dynamoIndexNames(n + 1)
		state[pk], state[sk] = nil, nil
		if x != (table.IndexKey{}) {
			state[pk], state[sk] = dynamoText(x.PK), dynamoText(x.SK)
		}
	}
	return state
}

// dynamoItem returns all attributes of an item at that version.
func dynamoItem(i table.Item, version int64) map[string]types.AttributeValue {
	attributes := dynamoKey(i.Key)
	attributes["ver"] = dynamoNumber(version)
	for name, value := range dynamoState(i) {
		if value != nil {
			attributes[name] = value
		}
	}
	return attributes
}

// dynamoAttributes are strings and numbers as they came, from either of the two
// libraries.
type dynamoAttributes map[string]string

func fromDynamo(values map[string]types.AttributeValue) dynamoAttributes {
	a := dynamoAttributes{}
	for name, value := range values {
		switch v := value.(type) {
		case *types.AttributeValueMemberS:
			a[name] = v.Value
		case *types.AttributeValueMemberN:
			a[name] = v.Value
		}
	}
	return a
}

func dynamoFromEvent(values map[string]events.DynamoDBAttributeValue) dynamoAttributes {
	a := dynamoAttributes{}
	for name, value := range values {
		switch value.DataType() {
		case events.DataTypeString:
			a[name] = value.String()
		case events.DataTypeNumber:
			a[name] = value.Number()
		}
	}
	return a
}

func (a dynamoAttributes) item(space table.Space) (table.Item, error) {
	i := table.Item{Key: table.Key{Space: space, PK: a["PK"], SK: a["SK"]}, Kind: a["kind"]}
	var expires int64
	for name, n := range map[string]*int64{"ver": &i.Version, "cnt": &i.Count, "ttl": &expires} {
		value, ok := a[name]
		if !ok {
			continue
		}
		var err error
		if *n, err = strconv.ParseInt(value, 10, 64); err != nil {
			return table.Item{}, fmt.Errorf("%s: attribute %s: %w", i.Key, name, table.ErrCorrupt)
		}
	}
	if err := i.Valid(); err != nil || i.Version < 1 {
		return table.Item{}, fmt.Errorf("%s: key or version is missing: %w", i.Key, table.ErrCorrupt)
	}
	if expires != 0 {
		i.Expires = time.Unix(expires, 0).UTC()
	}
	if a["body"] != "" {
		i.Body = []byte(a["body"])
	}
	for n := range i.Index {
		pk, sk := dynamoIndexNames(n + 1)
		i.Index[n] = table.IndexKey{PK: a[pk], SK: a[sk]}
	}
	return i, nil
}
