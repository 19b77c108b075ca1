package interchange

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// The reader of OpenStreetMap's blocks decodes in goroutines of its own and takes what a block states for
// true: an index beyond the table of texts, lists of different lengths or plain nodes end the program. So
// every block is looked through before.

// errBlock is what is wrong with a block that no program should have written.
var errBlock = errors.New("a block contradicts itself")

// checkBlock looks through the body of a block.
func checkBlock(kind string, body []byte) error {
	data, err := unpackBlock(body)
	if err != nil || kind != "OSMData" {
		return err
	}
	texts := 0
	var groups [][]byte
	err = eachField(data, func(number protowire.Number, value fieldValue) error {
		switch number {
		case 1:
			texts = 0 // the last table counts
			return value.message(func(number protowire.Number, value fieldValue) error {
				texts++
				return value.is(number == 1 && value.kind == protowire.BytesType)
			})
		case 2:
			groups = append(groups, value.bytes)
			return value.is(value.kind == protowire.BytesType)
		case 17, 18, 19, 20:
			return value.is(value.kind == protowire.VarintType)
		}
		return nil
	})
	for _, group := range groups {
		if err == nil {
			err = checkGroup(group, uint64(texts))
		}
	}
	return err
}

// unpackBlock returns what a block holds, of the length that it states.
func unpackBlock(body []byte) (data []byte, err error) {
	var packed []byte
	var size uint64
	err = eachField(body, func(number protowire.Number, value fieldValue) error {
		switch number {
		case 1:
			data = value.bytes
			return value.is(value.kind == protowire.BytesType && data != nil)
		case 2:
			size = value.number
			return value.is(value.kind == protowire.VarintType && size <= maxBlock)
		case 3:
			packed = value.bytes
			return value.is(value.kind == protowire.BytesType)
		}
		return nil
	})
	if err != nil || data != nil {
		return data, err
	}
	r, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data, err = io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err == nil && uint64(len(data)) != size {
		err = fmt.Errorf("%w: it unpacks to another length than it states", errBlock)
	}
	return data, err
}

// checkGroup looks through nodes, ways or relations, whose texts are so many.
func checkGroup(group []byte, texts uint64) error {
	return eachField(group, func(number protowire.Number, value fieldValue) error {
		switch number {
		case 1:
			return errors.New("it has nodes that are not dense, which are not supported: write it anew with osmium cat")
		case 2:
			return checkDense(value, texts)
		case 3:
			return checkThing(value, texts, false)
		case 4:
			return checkThing(value, texts, true)
		}
		return nil
	})
}

// checkDense looks through nodes: every list must have as many as there are ids.
func checkDense(nodes fieldValue, texts uint64) error {
	lists := lengths{}
	ends := -1
	var info fieldValue
	err := nodes.message(func(number protowire.Number, value fieldValue) (err error) {
		switch number {
		case 1, 8, 9:
			err = lists.add(number, value, nil)
		case 5:
			info = value
		case 10:
			ends, err = checkTags(value, texts)
		}
		return err
	})
	if err == nil && info.kind == protowire.BytesType && info.bytes != nil {
		name := int64(0)
		err = info.message(func(number protowire.Number, value fieldValue) error {
			if number < 1 || number > 6 {
				return nil
			}
			return lists.add(100+number, value, func(n uint64) error {
				step := protowire.DecodeZigZag(n)
				if number != 5 {
					return nil
				}
				name += step
				return value.is(step >= math.MinInt32 && step <= math.MaxInt32 && name >= 0 && uint64(name) < texts)
			})
		})
	}
	if err == nil && ends >= 0 && ends != lists[1] {
		return errBlock
	}
	return errors.Join(err, lists.same(1, 8, 9, 101, 102, 103, 104, 105, 106))
}

// checkTags looks through the tags of dense nodes, and returns of how many these are.
func checkTags(list fieldValue, texts uint64) (ends int, err error) {
	isValue := false
	_, err = list.varints(func(n uint64) error {
		if n == 0 && !isValue {
			ends++
			return nil
		}
		isValue = !isValue
		return list.is(n < texts)
	})
	return ends, errors.Join(err, list.is(!isValue))
}

// checkThing looks through a way or a relation: keys and values, and its members, in up to three lists that
// are as long; the first of them names roles where it is a relation.
func checkThing(thing fieldValue, texts uint64, isRelation bool) error {
	lists := lengths{}
	known := func(n uint64) error { return thing.is(n < texts) }
	err := thing.message(func(number protowire.Number, value fieldValue) error {
		switch number {
		case 1:
			return value.is(value.kind == protowire.VarintType)
		case 2, 3:
			return lists.add(number, value, known)
		case 4:
			return value.message(func(number protowire.Number, value fieldValue) error {
				return value.is((number > 6 || value.kind == protowire.VarintType) && (number != 5 || value.number < texts))
			})
		case 8, 9, 10:
			if isRelation && number == 8 {
				return lists.add(number, value, known)
			}
			return lists.add(number, value, nil)
		}
		return nil
	})
	return errors.Join(err, lists.same(2, 3), lists.same(8, 9, 10))
}

// lengths are those of lists, by their fields.
type lengths map[protowire.Number]int

// add takes a list of numbers, which may be there once.
func (l lengths) add(number protowire.Number, list fieldValue, each func(uint64) error) error {
	if _, twice := l[number]; twice {
		return errBlock
	}
	n, err := list.varints(each)
	l[number] = n
	return err
}

// same returns an error unless those of some lists that are there are as long.
func (l lengths) same(numbers ...protowire.Number) error {
	first := -1
	for _, number := range numbers {
		n, is := l[number]
		if is && first >= 0 && n != first {
			return errBlock
		}
		if is {
			first = n
		}
	}
	return nil
}

// A fieldValue is the value of a field: a number, or bytes.
type fieldValue struct {
	kind   protowire.Type
	number uint64
	bytes  []byte
}

// is returns an error unless something holds.
func (v fieldValue) is(so bool) error {
	if !so {
		return errBlock
	}
	return nil
}

// message reads the fields of a message.
func (v fieldValue) message(each func(protowire.Number, fieldValue) error) error {
	if v.kind != protowire.BytesType {
		return errBlock
	}
	return eachField(v.bytes, each)
}

// varints reads the numbers of a list, and returns how many there are.
func (v fieldValue) varints(each func(uint64) error) (count int, err error) {
	if v.kind != protowire.BytesType {
		return 0, errBlock
	}
	for b := v.bytes; len(b) > 0 && err == nil; count++ {
		number, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return count, protowire.ParseError(n)
		}
		if each != nil {
			err = each(number)
		}
		b = b[n:]
	}
	return count, err
}

// eachField reads the fields of a message in their order.
func eachField(b []byte, each func(protowire.Number, fieldValue) error) error {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return protowire.ParseError(n)
		}
		b = b[n:]
		value := fieldValue{kind: kind}
		switch kind {
		case protowire.VarintType:
			value.number, n = protowire.ConsumeVarint(b)
		case protowire.BytesType:
			value.bytes, n = protowire.ConsumeBytes(b)
		case protowire.StartGroupType, protowire.EndGroupType:
			return errBlock
		default:
			n = protowire.ConsumeFieldValue(number, kind, b)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		if err := each(number, value); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
