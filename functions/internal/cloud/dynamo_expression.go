package cloud

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"greenroom/functions/internal/table"
)

// dynamoShowCurrent makes a failed condition return the item that is there.
const dynamoShowCurrent = types.ReturnValuesOnConditionCheckFailureAllOld

// dynamoWrite says one write in DynamoDB's words.
func dynamoWrite(name *string, w table.Write) types.TransactWriteItem {
	condition, values := dynamoCondition(w.If)
	key := dynamoKey(w.Item.Key)
	switch {
	case w.Op == table.OpDelete:
		return types.TransactWriteItem{Delete: &types.Delete{TableName: name, Key: key,
			ConditionExpression: condition, ExpressionAttributeValues: values, ReturnValuesOnConditionCheckFailure: dynamoShowCurrent}}
	case w.Op == table.OpCheck:
		return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{TableName: name, Key: key,
			ConditionExpression: condition, ExpressionAttributeValues: values, ReturnValuesOnConditionCheckFailure: dynamoShowCurrent}}
	case w.Op == table.OpAdd:
		return types.TransactWriteItem{Update: dynamoAdd(name, w)}
	case w.If == table.Any:
		return types.TransactWriteItem{Update: dynamoSet(name, w.Item)}
	}
	return types.TransactWriteItem{Put: &types.Put{TableName: name, Item: dynamoItem(w.Item, w.If+1),
		ConditionExpression: condition, ExpressionAttributeValues: values, ReturnValuesOnConditionCheckFailure: dynamoShowCurrent}}
}

func dynamoCondition(version int64) (*string, map[string]types.AttributeValue) {
	switch version {
	case table.Any:
		return nil, nil
	case 0:
		return aws.String("attribute_not_exists(PK)"), nil
	}
	return aws.String("ver = :ver"), map[string]types.AttributeValue{":ver": dynamoNumber(version)}
}

func dynamoAdd(name *string, w table.Write) *types.Update {
	expression := "ADD ver :one, cnt :n"
	values := map[string]types.AttributeValue{":one": dynamoNumber(1), ":n": dynamoNumber(w.Add)}
	if w.Item.Kind != "" {
		expression += " SET kind = if_not_exists(kind, :kind)"
		values[":kind"] = dynamoText(w.Item.Kind)
	}
	return &types.Update{TableName: name, Key: dynamoKey(w.Item.Key), UpdateExpression: &expression, ExpressionAttributeValues: values}
}

// dynamoSet replaces every attribute of an item whose version is not known.
// The order is fixed: a repeated request must be the same to the byte.
func dynamoSet(name *string, i table.Item) *types.Update {
	values := map[string]types.AttributeValue{":one": dynamoNumber(1)}
	var set, remove []string
	state := dynamoState(i)
	for _, attribute := range slices.Sorted(maps.Keys(state)) {
		path := attribute
		if attribute == "ttl" {
			path = "#ttl" // a reserved word
		}
		if state[attribute] == nil {
			remove = append(remove, path)
			continue
		}
		set = append(set, path+" = :"+attribute)
		values[":"+attribute] = state[attribute]
	}
	expression := "ADD ver :one SET " + strings.Join(set, ", ")
	if len(remove) > 0 {
		expression += " REMOVE " + strings.Join(remove, ", ")
	}
	return &types.Update{TableName: name, Key: dynamoKey(i.Key), UpdateExpression: &expression,
		ExpressionAttributeValues: values, ExpressionAttributeNames: map[string]string{"#ttl": "ttl"}}
}
