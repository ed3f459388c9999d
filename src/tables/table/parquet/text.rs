//! Values of Parquet as text: numbers as digits, dates and times in ISO 8601, bytes as hexadecimal digits.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::data_type::{ByteArray, Decimal};
use parquet::record::Field as Value;
use parquet::schema::types::ColumnDescPtr;

pub(super) fn of_i32(of: &ColumnDescPtr, value: i32) -> String {
    match of.converted_type() {
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 => value.cast_unsigned().to_string(),
        // Dates within about ten thousand years; others are not dates.
        ConvertedType::DATE if value.unsigned_abs() < 4_000_000 => Value::Date(value).to_string(),
        ConvertedType::TIME_MILLIS if value >= 0 => Value::TimeMillis(value).to_string(),
        ConvertedType::DECIMAL => decimal(Decimal::from_i32(value, of.type_precision(), of.type_scale())),
        _ => value.to_string(),
    }
}

pub(super) fn of_i64(of: &ColumnDescPtr, value: i64) -> String {
    let unit = match of.logical_type_ref() {
        Some(LogicalType::Timestamp(stamp)) => Some(stamp.unit),
        _ => None,
    };
    match (of.converted_type(), unit) {
        (ConvertedType::UINT_64, _) => value.cast_unsigned().to_string(),
        (ConvertedType::TIME_MICROS, _) if value >= 0 => Value::TimeMicros(value).to_string(),
        (ConvertedType::DECIMAL, _) => decimal(Decimal::from_i64(value, of.type_precision(), of.type_scale())),
        (ConvertedType::TIMESTAMP_MILLIS, _) | (_, Some(TimeUnit::MILLIS)) => time(value, 1_000),
        (ConvertedType::TIMESTAMP_MICROS, _) | (_, Some(TimeUnit::MICROS)) => time(value, 1_000_000),
        (_, Some(TimeUnit::NANOS)) => time(value.div_euclid(1_000), 1_000_000),
        _ => value.to_string(),
    }
}

pub(super) fn of_bytes(of: &ColumnDescPtr, value: ByteArray) -> String {
    if is_decimal(of) && !value.is_empty() {
        return decimal(Decimal::from_bytes(value, of.type_precision(), of.type_scale()));
    }
    hexadecimal(value.data())
}

pub(super) fn is_decimal(of: &ColumnDescPtr) -> bool {
    of.converted_type() == ConvertedType::DECIMAL
}

fn decimal(value: Decimal) -> String {
    Value::Decimal(value).to_string()
}

/// Formats a time given in units since 1970, `a_second` of them a second; as a number if the year does not fit.
pub(super) fn time(value: i64, a_second: i64) -> String {
    const SECONDS: i64 = 4_000_000 * 86_400;
    match a_second {
        _ if (value / a_second).abs() >= SECONDS => value.to_string(),
        1_000 => Value::TimestampMillis(value).to_string(),
        _ => Value::TimestampMicros(value).to_string(),
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
