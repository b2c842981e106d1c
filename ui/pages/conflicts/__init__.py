"""待处理: what two windows changed differently and what the centre sent back, settled by a person."""
