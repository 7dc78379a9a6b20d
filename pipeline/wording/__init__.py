"""What people read: messages, statuses, numbers, in Chinese and English."""
