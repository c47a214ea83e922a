package cloud

import (
	"fmt"

	"github.com/aws/aws-lambda-go/events"

	"greenroom/functions/internal/table"
)

// ChangeFrom decodes a record of the stream of a space's table.
func ChangeFrom(record events.DynamoDBEventRecord, space table.Space) (table.Change, error) {
	keys := dynamoFromEvent(record.Change.Keys)
	c := table.Change{Key: table.Key{Space: space, PK: keys["PK"], SK: keys["SK"]}}
	for image, side := range map[*map[string]events.DynamoDBAttributeValue]**table.Item{
		&record.Change.OldImage: &c.Old,
		&record.Change.NewImage: &c.New,
	} {
		if len(*image) == 0 {
			continue
		}
		i, err := dynamoFromEvent(*image).item(space)
		if err != nil {
			return table.Change{}, fmt.Errorf("decoding stream record %s: %w", record.Change.SequenceNumber, err)
		}
		*side = &i
	}
	if err := c.Key.Valid(); err != nil || c.Old == nil && c.New == nil {
		return table.Change{}, fmt.Errorf("decoding stream record %s: it holds no change: %w", record.Change.SequenceNumber, table.ErrCorrupt)
	}
	return c, nil
}
